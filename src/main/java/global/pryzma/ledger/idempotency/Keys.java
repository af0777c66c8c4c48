package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.InDoubt;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What became of keys, for those who ask; and the end of those that are not wanted any more. */
@Singleton
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

    private final IdempotencyEngine engine;

    Keys(IdempotencyEngine engine) {
        this.engine = engine;
    }

    /**
     * Empty for a key that was never claimed, or whose record has been purged.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    public Optional<KeyState> find(UUID organisation, IdempotencyKey key, Deadline deadline) {
        return row(organisation, key, deadline).map(this::state);
    }

    /**
     * Makes sure that what the key was claimed for is never executed, or learns that it was: the
     * key has its definite response afterwards. Empty for a key that was never claimed.
     *
     * @throws ProblemException when the ledger or Postgres could not answer; to be tried again
     */
    public Optional<KeyState> cancel(UUID organisation, IdempotencyKey key, Deadline deadline) {
        Optional<ClaimedKey> claimed = row(organisation, key, deadline);
        if (claimed.isEmpty() || claimed.get().response() != null) {
            return claimed.map(this::state);
        }
        return switch (engine.settlement().cancel(claimed.get(), deadline)) {
            case Settlement.Recorded(RecordedResponse response) -> {
                LOG.info("key {} was cancelled or found executed", claimed.get().key());
                yield Optional.of(state(claimed.get().recorded(response)));
            }
            case Settlement.Released() -> Optional.empty();
            case Settlement.Open() ->
                    throw ProblemException.of(
                            ProblemCode.SERVICE_UNAVAILABLE, "the key could not be cancelled");
            case Settlement.NotReleased(Problem problem) -> throw new ProblemException(problem);
            case Settlement.Unanswered(Problem problem) -> throw new ProblemException(problem);
        };
    }

    /**
     * All organisations' keys in doubt, newest first, those listed before {@code sequence}.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    public List<InDoubt> inDoubt(long sequence, int limit, Deadline deadline) {
        return answered(
                engine.read(
                        connection -> InDoubtTable.page(connection, sequence, limit), deadline));
    }

    private Optional<ClaimedKey> row(UUID organisation, IdempotencyKey key, Deadline deadline) {
        ScopedKey scoped = new ScopedKey(organisation, key.value());
        return answered(engine.read(connection -> KeyTable.find(connection, scoped), deadline));
    }

    private KeyState state(ClaimedKey row) {
        Mutation<?> mutation =
                engine.settlement()
                        .mutation(row.operation())
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemCode.SERVICE_UNAVAILABLE,
                                        "a newer version of the service works on this key"));
        return new KeyState(
                new IdempotencyKey(row.key().key()),
                row.operation(),
                mutation.scope(),
                row.response() != null
                        ? KeyState.Status.RECORDED
                        : row.leased() ? KeyState.Status.IN_PROGRESS : KeyState.Status.IN_DOUBT,
                row.claimedAt(),
                row.response());
    }

    private static <T> T answered(Awaited<T> waiting) {
        return switch (waiting) {
            case Awaited.Done<T>(T value) -> value;
            case Awaited.Failed<T>(Problem problem) -> throw new ProblemException(problem);
        };
    }
}
