package global.pryzma.ledger.logging;

import java.util.List;

/** The names of what a line of the log says of the request that it belongs to. */
public final class LogContext {
    public static final String REQUEST_ID = "request_id";
    public static final String TRACE_ID = "trace_id";
    public static final String ORGANISATION = "organisation";
    public static final String KEY = "key";
    public static final String OPERATION = "operation";
    public static final String ERROR = "error";

    /**
     * Those that stand in the logging context of the thread, in the order in which a line has them.
     */
    static final List<String> OF_THREAD =
            List.of(REQUEST_ID, TRACE_ID, ORGANISATION, KEY, OPERATION);

    private LogContext() {}
}
