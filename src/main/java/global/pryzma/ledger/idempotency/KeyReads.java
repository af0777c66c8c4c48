package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyTraceTable;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.postgres.RequestShare;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** What the key with this first id has left in Postgres; waits at most until the deadline. */
    Awaited<Optional<KeyTrace>> trace(LedgerId firstId, Deadline deadline) {
        UUID id = firstId.toUuid();
        return read(
                connection ->
                        Optional.ofNullable(KeyTraceTable.find(connection, List.of(id)).get(id)),
                deadline);
    }

    /** The statement's result; waits at most until the deadline. */
    <T> Awaited<T> read(Transactions.Work<T> statement, Deadline deadline) {
        return Awaited.until(start(statement), deadline, Awaited.LATE);
    }

    /** The statement's result, when it comes. */
    <T> CompletableFuture<T> start(Transactions.Work<T> statement) {
        return CompletableFuture.supplyAsync(
                RequestShare.carry(() -> transactions.runStatement(statement)), background);
    }
}
