package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.postgres.Writes;
import global.pryzma.ledger.testing.Unsayable;

import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.transaction.TransactionOperations;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

class WriterLoopTest {
    @Test
    void anErrorFailsItsBatchAtOnceAndTheNextOneHasItsTurn() throws Exception {
        Throwable[] faults = {new Unsayable(), new IllegalStateException("refused")};
        AtomicInteger begun = new AtomicInteger();
        Supplier<Throwable> next = () -> faults[begun.getAndIncrement()];
        TransactionOperations<Connection> operations = failing(TransactionOperations.class, next);
        ConnectionOperations<Connection> connections = failing(ConnectionOperations.class, next);
        Transactions transactions =
                new Transactions(operations, connections, operations, connections, new Writes());
        try (KeyWriter writer = new KeyWriter(transactions, 10, 10, new Metrics())) {
            for (Throwable fault : faults) {
                EndLease write = write();
                assertThat(writer.offer(write)).isTrue();
                assertThat(failure(write.done()))
                        .isInstanceOf(WriteFailure.class)
                        .hasRootCause(fault);
            }
        }
    }

    @SuppressWarnings("unchecked") // of a proxy nothing more is known
    private static <T> T failing(Class<? super T> type, Supplier<Throwable> faults) {
        return (T)
                Proxy.newProxyInstance(
                        WriterLoopTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            throw faults.get();
                        });
    }

    private static Throwable failure(CompletableFuture<?> done) throws InterruptedException {
        try {
            done.get();
            throw new AssertionError("it was written");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    private static EndLease write() {
        return new EndLease(
                new ScopedKey(UUID.randomUUID(), UUID.randomUUID()),
                UUID.randomUUID(),
                new CompletableFuture<>());
    }
}
