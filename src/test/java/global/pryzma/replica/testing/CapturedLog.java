package global.pryzma.replica.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a class writes to the log, from information upwards, on whichever thread, until this is
 * closed.
 */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    messages.add(event.getFormattedMessage());
                }
            };

    private CapturedLog(Logger logger) {
        this.logger = logger;
    }

    public static CapturedLog of(Class<?> type) {
        var log = new CapturedLog((Logger) LoggerFactory.getLogger(type));
        log.logger.setLevel(Level.INFO);
        log.appender.start();
        log.logger.addAppender(log.appender);
        return log;
    }

    /** The messages so far that contain a text. */
    public List<String> containing(String text) {
        return messages.stream().filter(message -> message.contains(text)).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
