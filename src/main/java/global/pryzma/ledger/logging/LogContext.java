package global.pryzma.ledger.logging;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/** The names of what a line of the log says of the request that it belongs to. */
public final class LogContext {
    public static final String REQUEST_ID = "request_id";
    public static final String TRACE_ID = "trace_id";
    public static final String ERROR = "error";

    private static final String ORGANISATION = "organisation";
    private static final String KEY = "key";
    private static final String OPERATION = "operation";

    private LogContext() {}

    static void write(LoggedRequest request, JsonGenerator json) throws IOException {
        JsonLine.write(json, REQUEST_ID, request.requestId());
        JsonLine.write(json, TRACE_ID, request.traceId());
        JsonLine.write(json, ORGANISATION, request.organisation());
        JsonLine.write(json, KEY, request.key());
        JsonLine.write(json, OPERATION, request.operation());
    }
}
