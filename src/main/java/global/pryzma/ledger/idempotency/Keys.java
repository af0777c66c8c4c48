package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.KeyState.Status;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.InDoubt;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What became of keys, for those who ask; and the end of those that are not wanted any more.
 *
 * <p>Whoever asks says who may be told: {@code permission} gets the scopes of what is known of the
 * key, all of which are needed, before it is told or anything is done; it throws if they are
 * missing.
 */
@Singleton
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

    private final IdempotencyEngine engine;
    private final Mutations mutations;

    Keys(IdempotencyEngine engine, Mutations mutations) {
        this.engine = engine;
        this.mutations = mutations;
    }

    /**
     * Empty for a key of which nothing is known, so far: its request may be on its way.
     *
     * @throws ProblemException when Postgres or, for a key without a record, the ledger could not
     *     answer
     */
    public Optional<KeyState> find(
            UUID organisation,
            IdempotencyKey key,
            Consumer<Set<Scope>> permission,
            Deadline deadline) {
        ScopedKey scoped = new ScopedKey(organisation, key.value());
        Optional<ClaimedKey> row = row(scoped, deadline);
        if (row.isPresent()) {
            return Optional.of(told(row.get(), permission));
        }
        return switch (engine.unclaimed(scoped, deadline).find()) {
            case UnclaimedKey.Outcome.Known(KeyState state) -> {
                permission.accept(scopes(state));
                yield Optional.of(state);
            }
            case UnclaimedKey.Outcome.Nothing() -> Optional.empty();
            case UnclaimedKey.Outcome.Claimed(ClaimedKey claimed) ->
                    Optional.of(told(claimed, permission));
            case UnclaimedKey.Outcome.Unknown(Problem problem) ->
                    throw new ProblemException(problem);
        };
    }

    /**
     * Makes sure that nothing is executed with the key any more, or learns what was, whether
     * anything is known of the key or not. What was claimed has its definite response afterwards.
     *
     * @param notes of the cancel, which are written in the transaction that makes it so
     * @throws ProblemException when the ledger or Postgres could not answer; to be tried again
     */
    public KeyState cancel(
            UUID organisation,
            IdempotencyKey key,
            Consumer<Set<Scope>> permission,
            List<? extends RowWrite> notes,
            Deadline deadline) {
        ScopedKey scoped = new ScopedKey(organisation, key.value());
        return row(scoped, deadline)
                .flatMap(row -> settle(row, permission, notes, deadline))
                .orElseGet(() -> cancelUnclaimed(scoped, permission, notes, deadline));
    }

    /** What somebody is told who lacks any of the scopes that are needed for a key. */
    public static Problem insufficientScope(Set<Scope> needed) {
        return Problem.of(
                ProblemCode.INSUFFICIENT_SCOPE,
                "The token needs for this key: " + Scope.format(needed));
    }

    private KeyState told(ClaimedKey row, Consumer<Set<Scope>> permission) {
        permission.accept(mutations.of(row));
        return state(row);
    }

    /** Empty if the key was another's, and the claim is gone. */
    private Optional<KeyState> settle(
            ClaimedKey row,
            Consumer<Set<Scope>> permission,
            List<? extends RowWrite> notes,
            Deadline deadline) {
        permission.accept(mutations.of(row));
        if (row.response() != null) {
            return Optional.of(state(row));
        }
        return switch (engine.settlement().cancel(row, deadline, notes)) {
            case Settled.Recorded(RecordedResponse recorded, _, _) -> {
                LOG.info("key {} was cancelled or found executed", row.key());
                yield Optional.of(state(row.recorded(recorded)));
            }
            case Settled.Released() -> Optional.empty();
            case Settled.NotReleased(Problem problem) -> throw new ProblemException(problem);
            case Settled.Unanswered(Problem problem) -> throw new ProblemException(problem);
        };
    }

    private KeyState cancelUnclaimed(
            ScopedKey key,
            Consumer<Set<Scope>> permission,
            List<? extends RowWrite> notes,
            Deadline deadline) {
        permission.accept(mutations.ofBooks());
        return switch (engine.unclaimed(key, deadline).cancel(notes)) {
            case UnclaimedKey.Outcome.Known(KeyState state) -> {
                LOG.info(
                        "key {}, of which nothing was known, is {} now",
                        key,
                        state instanceof KeyState.Executed ? "known as executed" : "cancelled");
                yield state;
            }
            case UnclaimedKey.Outcome.Claimed(ClaimedKey row) ->
                    settle(row, permission, notes, deadline)
                            .orElseThrow(() ->
                                    ProblemException.of(
                                            ProblemCode.SERVICE_UNAVAILABLE,
                                            "another request has used this key; retry"));
            case UnclaimedKey.Outcome.Unknown(Problem problem) ->
                    throw new ProblemException(problem);
            case UnclaimedKey.Outcome.Nothing() ->
                    throw new IllegalStateException("a cancelled key is known: " + key);
        };
    }

    /**
     * All organisations' keys in doubt, newest first, those listed before {@code sequence}.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    public List<InDoubt> inDoubt(long sequence, int limit, Deadline deadline) {
        return answered(
                engine.reads()
                        .read(
                                connection -> InDoubtTable.page(connection, sequence, limit),
                                deadline));
    }

    private Optional<ClaimedKey> row(ScopedKey key, Deadline deadline) {
        return answered(engine.reads().find(key, deadline));
    }

    /** Of a key without a row. */
    private Set<Scope> scopes(KeyState state) {
        return switch (state) {
            case KeyState.Executed(var made) when made != null -> Set.of(made.kind().scope());
            case KeyState.Executed _, KeyState.Claimed _ -> mutations.ofBooks();
            case KeyState.Cancelled _ -> Set.of();
        };
    }

    private KeyState state(ClaimedKey row) {
        RecordedResponse recorded = row.response();
        if (recorded == null) {
            return new KeyState.Claimed(
                    mutation(row.operation()).operation(),
                    row.leased() ? Status.IN_PROGRESS : Status.IN_DOUBT,
                    row.claimedAt(),
                    null,
                    null);
        }
        RecordedResponse told = told(row, recorded);
        RecordedResponse shown = SealedResponses.redacted(told);
        return row.operation() == null
                ? new KeyState.Cancelled(shown)
                : new KeyState.Claimed(
                        mutation(row.operation()).operation(),
                        Status.RECORDED,
                        row.claimedAt(),
                        shown,
                        told.equals(recorded) ? null : Mutations.form(row, recorded));
    }

    private RecordedResponse told(ClaimedKey row, RecordedResponse recorded) {
        try {
            return mutations.told(row, recorded);
        } catch (IllegalArgumentException newerVersion) {
            throw ofNewerVersion();
        }
    }

    private Mutation<?> mutation(@Nullable String operation) {
        return mutations.find(operation).orElseThrow(Keys::ofNewerVersion);
    }

    private static ProblemException ofNewerVersion() {
        return ProblemException.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "a newer version of the service works on this key");
    }

    private static <T> T answered(Awaited<T> waiting) {
        return switch (waiting) {
            case Awaited.Done<T>(T value) -> value;
            case Awaited.Failed<T>(Problem problem) -> throw new ProblemException(problem);
        };
    }
}
