package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.ProblemCode;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class AwaitedTest {
    @Test
    void aFaultThatNobodyExpectsIsLoggedWithItsCause() {
        Logger logger = (Logger) LoggerFactory.getLogger(Awaited.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        Awaited<String> end;
        try {
            end =
                    Awaited.until(
                            CompletableFuture.failedFuture(
                                    new IllegalStateException("a secret of the house")),
                            Deadline.after(Duration.ofMinutes(1)),
                            Awaited.LATE);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(end)
                .isInstanceOfSatisfying(
                        Awaited.Failed.class,
                        failed ->
                                assertThat(failed.problem().code())
                                        .isEqualTo(ProblemCode.INTERNAL_ERROR));
        // Services of other tests may log something meanwhile.
        String here = Thread.currentThread().getName();
        assertThat(log.list)
                .filteredOn(event -> event.getThreadName().equals(here))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getThrowableProxy().getCause().getMessage())
                                .isEqualTo("a secret of the house"));
    }
}
