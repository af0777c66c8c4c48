package global.pryzma.ledger.logging;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What the log of requests says of one. It has the route and not the path: what clients write there
 * may be anything, a token too.
 */
public record AccessLine(
        String method, String route, int status, String error, long nanos, LoggedRequest request) {
    private static final String LOGGER = "access";
    private static final double NANOS_PER_MILLI = 1e6;

    byte[] written(LogFormat format, Instant time) {
        return switch (format) {
            case TEXT -> text(time).getBytes(StandardCharsets.UTF_8);
            case JSON -> JsonLine.of(json -> write(json, time));
        };
    }

    private String text(Instant time) {
        return "%s INFO  %s %s %s %s %d %s %s%n"
                .formatted(
                        time.truncatedTo(ChronoUnit.MILLIS),
                        LOGGER,
                        request.requestId(),
                        method,
                        route,
                        status,
                        error,
                        millis() + " ms");
    }

    private void write(JsonGenerator json, Instant time) throws IOException {
        json.writeStringField("time", time.toString());
        json.writeStringField("level", "INFO");
        json.writeStringField("logger", LOGGER);
        json.writeStringField("message", method + " " + route + " " + status);
        LogContext.write(request, json);
        json.writeStringField(LogContext.ERROR, error);
        json.writeStringField("method", method);
        json.writeStringField("route", route);
        json.writeNumberField("status", status);
        json.writeFieldName("milliseconds");
        json.writeNumber(millis());
    }

    private String millis() {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    }
}
