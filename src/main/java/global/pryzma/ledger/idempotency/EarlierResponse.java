package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.ledger.Deadline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The response that was there before a claim for whose key nobody has looked yet. It is found by a
 * read alone, and so can be told while nothing can be written, or not soon.
 */
final class EarlierResponse {
    /** What is not there by then is not waited for alone, where there is another way. */
    static final Duration SOON = Duration.ofMillis(100);

    private final EngineTools tools;
    private final Begun<?> begun;
    private @Nullable CompletableFuture<Optional<ClaimedKey>> row;

    EarlierResponse(EngineTools tools, Begun<?> begun) {
        this.tools = tools;
        this.begun = begun;
    }

    /**
     * Waits for the claim, and ends it with this response if it takes longer, or fails. If what is
     * found is the claim's own, its writer is about to tell so, and is given the time for it.
     */
    void tellIfLate(Claim claim) {
        if (!isMadeSoon(claim)) {
            look().thenAcceptAsync(
                            found ->
                                    found.map(ClaimResult.Existing::new)
                                            .ifPresent(claim.done()::complete),
                            CompletableFuture.delayedExecutor(
                                    SOON.toMillis(), TimeUnit.MILLISECONDS, tools.background()));
        }
    }

    private boolean isMadeSoon(Claim claim) {
        try {
            return begun.request().deadline().within(SOON).await(claim.done())
                    && !claim.done().isCompletedExceptionally();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and is told where the end is waited for
            return true;
        }
    }

    /** The key's row with this response, if there is one; waits at most until the deadline. */
    Optional<ClaimedKey> await() {
        Deadline deadline = begun.request().deadline();
        return !deadline.isOver()
                        && Awaited.until(look(), deadline, Awaited.LATE)
                                instanceof Awaited.Done<Optional<ClaimedKey>>(var found)
                ? found
                : Optional.empty();
    }

    private CompletableFuture<Optional<ClaimedKey>> look() {
        if (row == null) {
            row =
                    tools.reads()
                            .start(connection -> KeyTable.find(connection, begun.key()))
                            .thenApply(found -> found.filter(it -> it.response() != null));
        }
        return row;
    }
}
