package global.pryzma.ledger.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import com.fasterxml.jackson.core.JsonGenerator;

import org.slf4j.event.KeyValuePair;

import java.io.IOException;
import java.util.List;

/** The encoder of the log's lines: by its pattern, or one JSON object each. */
public final class LogLines extends PatternLayoutEncoder {
    private final LogFormat format = LogFormat.configured();

    @Override
    public byte[] encode(ILoggingEvent event) {
        return switch (format) {
            case TEXT -> super.encode(event);
            case JSON -> JsonLine.of(json -> write(event, json));
        };
    }

    private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStringField("time", event.getInstant().toString());
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("message", event.getFormattedMessage());
        LoggedRequest request = LoggedRequest.current();
        if (request != null) {
            LogContext.write(request, json);
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                json.writeStringField(pair.key, String.valueOf(pair.value));
            }
        }
        json.writeStringField("thread", event.getThreadName());
        if (event.getThrowableProxy() != null) {
            json.writeStringField(
                    "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }
}
