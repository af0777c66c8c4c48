package global.pryzma.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** An embedded ledger that could not write says so, and comes back by itself. */
@Isolated("it interrupts the threads of a ledger, which it knows by their name")
class LedgerRevivalTest {
    private static final Map<String, Object> EMBEDDED =
            Map.of("pryzma.ledger.embedded", true, "pryzma.ledger.addresses", "");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Those of other services in this process. */
    private final Set<Thread> others = commitThreads();

    @Test
    void whatCouldNotWriteComesBack() {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            var ledger = service.bean(EmbeddedLedger.class);
            assertThat(ledger.reason()).isEmpty();
            // It may come back between the failure and the look at it.
            await().atMost(PATIENCE)
                    .until(() -> {
                        breakJournal(service, ledger);
                        return health(service).contains("the embedded ledger could not write: ");
                    });
            await().atMost(PATIENCE).until(() -> !health(service).contains("could not write"));
            await().atMost(PATIENCE)
                    .until(() -> health(service).contains("\"status\":\"available\""));
            assertThat(ledger.isOn()).isTrue();
            service.assertBooksBalance();
        }
    }

    /** A file is closed under a thread that is interrupted while it writes: a disk that is gone. */
    private void breakJournal(ServiceUnderTest service, EmbeddedLedger ledger) {
        CompletableFuture<Void> traffic = CompletableFuture.completedFuture(null);
        while (ledger.reason().isEmpty()) {
            if (traffic.isDone()) {
                traffic = CompletableFuture.runAsync(service::assertBooksBalance);
            }
            commitThreads().stream()
                    .filter(thread -> !others.contains(thread))
                    .forEach(Thread::interrupt);
        }
    }

    private static Set<Thread> commitThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("replica-commit"))
                .collect(Collectors.toSet());
    }

    private static String health(ServiceUnderTest service) {
        return service.client().get("/health").body();
    }
}
