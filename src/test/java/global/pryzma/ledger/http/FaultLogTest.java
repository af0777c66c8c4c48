package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.UUID;

@Execution(ExecutionMode.SAME_THREAD)
class FaultLogTest {
    @Test
    void aFaultIsLoggedWithTheRequestIdAndWhereItHappened() {
        EdgeServer server = EdgeServer.shared();
        Logger logger = (Logger) LoggerFactory.getLogger(FaultHandler.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        String id = UUID.randomUUID().toString();
        try {
            server.send(server.request("/v1/probes/fault").header("Pryzma-Request-Id", id));
        } finally {
            logger.detachAppender(log);
        }
        List<ILoggingEvent> ours =
                log.list.stream()
                        .filter(event -> id.equals(event.getMDCPropertyMap().get("request_id")))
                        .toList();
        assertThat(ours).hasSize(1);
        assertThat(ours.getFirst().getFormattedMessage()).isEqualTo("GET /v1/probes/fault failed");
        assertThat(ours.getFirst().getThrowableProxy().getMessage())
                .isEqualTo("a secret of the house");
        assertThat(ours.getFirst().getThrowableProxy().getStackTraceElementProxyArray())
                .anyMatch(frame -> frame.toString().contains("ProbeController.fault"));
    }
}
