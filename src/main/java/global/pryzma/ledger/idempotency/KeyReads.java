package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.postgres.RequestShare;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Statements of requests on the engine's tables beside the writer loop. Each has a thread of its
 * own, as a connection may hang for longer than the request can wait.
 */
record KeyReads(Transactions transactions, Executor background) {
    /** The key's row, if it was claimed; waits at most until the deadline. */
    Awaited<Optional<ClaimedKey>> find(ScopedKey key, Deadline deadline) {
        return read(connection -> KeyTable.find(connection, key), deadline);
    }

    /** The statement's result; waits at most until the deadline. */
    <T> Awaited<T> read(Transactions.Work<T> statement, Deadline deadline) {
        return Awaited.until(start(statement), deadline, Awaited.LATE);
    }

    /** The statement's result, when it comes. */
    <T> CompletableFuture<T> start(Transactions.Work<T> statement) {
        return CompletableFuture.supplyAsync(
                RequestShare.carry(() -> transactions.run(statement)), background);
    }
}
