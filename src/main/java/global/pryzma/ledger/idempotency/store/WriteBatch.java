package global.pryzma.ledger.idempotency.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;
import global.pryzma.ledger.idempotency.store.KeyWrite.HeldPlace;
import global.pryzma.ledger.idempotency.store.KeyWrite.RecordResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.ReservationConflict;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.idempotency.store.ReservationTable.Loss;
import global.pryzma.ledger.idempotency.store.ReservationTable.Reserved;
import global.pryzma.ledger.idempotency.store.ReservationTable.Use;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.postgres.rows.Pipeline;
import global.pryzma.ledger.postgres.rows.Pipeline.Result;
import global.pryzma.ledger.postgres.rows.RowCondition;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of one batch, in an order that is the same in every instance: claims,
 * reservations, places, responses, the rows that go with these: new ones, then changed ones, and
 * last of all what is appended. Answers are given after the commit, by {@link #complete}.
 */
final class WriteBatch {
    private final Connection connection;
    private final PlaceWrites places;
    private final List<Runnable> answers = new ArrayList<>();
    private final List<Unclaim> abandoned = new ArrayList<>();
    private final List<Claim> guarded = new ArrayList<>();
    private final List<FeatureRows> written = new ArrayList<>();

    private WriteBatch(Connection connection) {
        this.connection = connection;
        this.places = new PlaceWrites(connection);
    }

    /**
     * Whether the batch writes with one statement alone, which needs no transaction around it: what
     * follows it only reads.
     */
    static boolean isOneStatement(List<KeyWrite> writes) {
        return writes.stream()
                .allMatch(write ->
                        switch (write) {
                            case Claim claim ->
                                    claim.reservations().isEmpty()
                                            && claim.ending() == null
                                            && claim.quota() == null;
                            case Recording recording ->
                                    recording.rows().isEmpty()
                                            && recording.trace() == null
                                            && recording.freed().isEmpty()
                                            && recording.place() == null
                                            && !recording.releasesReservations();
                            case EndLease _, Unclaim _ -> false;
                        });
    }

    /** Whether the batch need not wait for the disk: it has only what may be lost. */
    static boolean mayBeLost(List<KeyWrite> writes) {
        return writes.stream().allMatch(write -> write instanceof Claim claim && claim.mayBeLost());
    }

    /** Writes what {@link #mayBeLost}, with one statement whose commit waits for no disk. */
    static WriteBatch writeUnflushed(Connection connection, List<KeyWrite> writes)
            throws SQLException {
        WriteBatch batch = new WriteBatch(connection);
        List<Claim> claims = only(Claim.class, writes);
        batch.claimed(claims, KeyTable.claimUnflushed(connection, claims), List.of(), List.of());
        return batch;
    }

    /**
     * Whether all that the batch writes is claims with their ends, of which one statement can tell
     * which are the right ones.
     */
    static boolean isConcludedAtOnce(List<KeyWrite> writes) {
        return writes.stream()
                        .allMatch(it ->
                                it instanceof Claim claim
                                        && claim.ending() != null
                                        && claim.reservations().isEmpty())
                && judgedTogether(guarded(only(Claim.class, writes))).size() < 2;
    }

    private static List<Claim> guarded(List<Claim> claims) {
        return claims.stream().filter(it -> requireNonNull(it.ending()).guarded() != null).toList();
    }

    /**
     * Writes what {@link #isConcludedAtOnce} as if all keys were unused and all conditions held, in
     * the same order as ever, and in one go. Empty if that is not so: then nothing of it may be
     * committed.
     */
    static Optional<WriteBatch> concludeAtOnce(Connection connection, List<KeyWrite> writes)
            throws SQLException {
        WriteBatch batch = new WriteBatch(connection);
        List<Claim> claims = only(Claim.class, writes);
        List<Recording> ends = new ArrayList<>();
        claims.forEach(it -> batch.conclude(it, requireNonNull(it.ending()), ends));
        List<Claim> guarded = guarded(claims);
        Set<ScopedKey> guardedKeys = keys(guarded, _ -> true);
        Map<Boolean, List<Recording>> byGuard =
                ends.stream().collect(partitioningBy(it -> guardedKeys.contains(it.key())));
        Pipeline pipeline = new Pipeline();
        Result<Set<ScopedKey>> claimed = KeyTable.conclude(pipeline, claims, ends);
        batch.write(FeatureRows.of(byGuard.getOrDefault(false, List.of())), pipeline);
        Supplier<List<Boolean>> judgement =
                guarded.isEmpty() ? List::of : judge(guarded, new HashSet<>(), pipeline);
        batch.write(FeatureRows.of(byGuard.getOrDefault(true, List.of())), pipeline);
        leaveTraces(ends, pipeline);
        pipeline.run(connection);
        if (claimed.get().size() < claims.size() || judgement.get().contains(false)) {
            return Optional.empty();
        }
        batch.append();
        return Optional.of(batch);
    }

    /**
     * Has those judged that can be together.
     *
     * @param locked the subjects that are locked, to which theirs are added
     */
    private static Supplier<List<Boolean>> judge(
            List<Claim> guarded, Set<String> locked, Pipeline pipeline) {
        SortedSet<String> subjects = new TreeSet<>();
        guarded.stream().map(WriteBatch::subject).filter(locked::add).forEach(subjects::add);
        if (!subjects.isEmpty()) {
            RowCondition.lock(pipeline, subjects);
        }
        return RowCondition.judge(pipeline, guarded.stream().map(WriteBatch::condition).toList());
    }

    static WriteBatch write(Connection connection, List<KeyWrite> writes) throws SQLException {
        WriteBatch batch = new WriteBatch(connection);
        List<Claim> claims = only(Claim.class, writes);
        List<Recording> recordings = only(Recording.class, writes);
        List<Unclaim> unclaims = only(Unclaim.class, writes);
        KeyTable.Written written = KeyTable.write(connection, claims, recordings);
        batch.claimed(
                claims,
                written.claimed(),
                recordings.stream().filter(it -> written.recorded().contains(it.key())).toList(),
                PlaceWrites.leaving(recordings, unclaims));
        batch.recorded(recordings, written.recorded());
        List<EndLease> leases = only(EndLease.class, writes);
        if (!leases.isEmpty()) {
            KeyTable.endLeases(connection, leases);
            leases.forEach(it -> batch.answers.add(() -> it.done().complete(null)));
        }
        if (!unclaims.isEmpty()) {
            Set<ScopedKey> gone = KeyTable.unclaim(connection, unclaims);
            ReservationTable.release(
                    connection,
                    unclaims.stream()
                            .filter(it -> it.releaseReservations() && gone.contains(it.key()))
                            .map(it -> new Use(it.key(), it.fingerprint()))
                            .toList());
            batch.places.giveUp(
                    unclaims.stream()
                            .filter(it -> gone.contains(it.key()))
                            .map(Unclaim::place)
                            .toList());
            unclaims.forEach(
                    it -> batch.answers.add(() -> it.done().complete(gone.contains(it.key()))));
        }
        batch.writeGuarded();
        batch.append();
        return batch;
    }

    /**
     * Tells the callers; to be called once the transaction has been committed. What has to be
     * written now is the end of the claims of those who do not wait any more.
     */
    List<Unclaim> complete() {
        answers.forEach(Runnable::run);
        return abandoned;
    }

    /**
     * Ends the making of claims.
     *
     * @param recorded what is recorded in this batch; what it gives back is given back after this
     */
    private void claimed(
            List<Claim> claims,
            Set<ScopedKey> claimed,
            List<Recording> recorded,
            List<HeldPlace> leaving)
            throws SQLException {
        Map<ScopedKey, ClaimedKey> existing =
                KeyTable.find(connection, keys(claims, it -> !claimed.contains(it.key())));
        Map<UUID, KeyTrace> traces =
                KeyTraceTable.find(
                        connection,
                        claims.stream()
                                .filter(it -> !claimed.contains(it.key()))
                                .filter(it -> !existing.containsKey(it.key()))
                                .map(Claim::firstId)
                                .toList());
        List<Claim> made = claims.stream().filter(it -> claimed.contains(it.key())).toList();
        Reserved reserved = ReservationTable.reserve(connection, made);
        Map<ScopedKey, ClaimResult> withoutPlace = places.take(made, leaving);
        Map<ScopedKey, ClaimedKey> holders = KeyTable.find(connection, holders(reserved));
        Set<ScopedKey> lost =
                ReservationTable.lasting(
                        connection,
                        reserved.losers().values().stream()
                                .filter(loss -> undecided(loss, holders) == null)
                                .filter(loss -> recorded.stream().noneMatch(loss::isGivenBackBy))
                                .toList());
        List<Recording> conclusions = new ArrayList<>();
        List<Unclaim> unclaims = new ArrayList<>();
        for (Claim claim : claims) {
            Loss loss = reserved.losers().get(claim.key());
            ClaimedKey row = existing.get(claim.key());
            KeyTrace trace = traces.get(claim.firstId());
            ClaimResult refused = withoutPlace.get(claim.key());
            if (refused != null) {
                unclaims.add(Unclaim.of(claim, false));
                answer(claim, refused);
            } else if (loss != null
                    && undecided(loss, holders) == null
                    && !lost.contains(claim.key())) {
                unclaims.add(Unclaim.of(claim, false));
                answer(claim, new ClaimResult.Freed());
            } else if (loss != null) {
                lose(claim, loss, undecided(loss, holders), conclusions, unclaims);
            } else if (claimed.contains(claim.key())) {
                if (claim.ending() == null) {
                    boolean anew = reserved.anew().contains(claim.key());
                    answer(claim, new ClaimResult.Claimed(Unclaim.of(claim, anew)));
                } else if (claim.ending().guarded() == null) {
                    conclude(claim, claim.ending(), conclusions);
                } else {
                    guarded.add(claim);
                }
            } else if (row != null) {
                answer(claim, new ClaimResult.Existing(row));
            } else if (trace != null) {
                answer(claim, new ClaimResult.Traced(trace));
            } else {
                // It was there a moment ago and the purge took it: the caller may claim again.
                answers.add(() -> claim.done().completeExceptionally(vanished()));
            }
        }
        if (!unclaims.isEmpty()) {
            KeyTable.unclaim(connection, unclaims);
        }
        write(conclusions);
    }

    /**
     * One by one, so that each sees what the one before it wrote; and last, so that whoever waits
     * for the judgement of another batch holds nothing that this one still needs. What no condition
     * is about is written of all at once.
     */
    private void writeGuarded() throws SQLException {
        if (guarded.isEmpty()) {
            return;
        }
        guarded.sort(Comparator.comparing(WriteBatch::subject)); // locked in one order
        Pipeline pipeline = new Pipeline();
        List<Recording> conclusions = new ArrayList<>();
        Set<String> locked = new HashSet<>();
        for (List<Claim> together : judgedTogether(guarded)) {
            Supplier<List<Boolean>> judgement = judge(together, locked, pipeline);
            pipeline.run(connection);
            List<Boolean> holding = judgement.get();
            List<Recording> concluded = new ArrayList<>();
            for (int i = 0; i < together.size(); i++) {
                Ending ending = requireNonNull(together.get(i).ending());
                conclude(together.get(i), ending.judged(holding.get(i)), concluded);
            }
            write(FeatureRows.of(concluded), pipeline);
            conclusions.addAll(concluded);
        }
        conclusions.sort(Comparator.comparing(Recording::key));
        record(conclusions, pipeline);
        pipeline.run(connection);
    }

    /** Neighbours of which one statement can tell what holds. */
    private static List<List<Claim>> judgedTogether(List<Claim> guarded) {
        List<List<Claim>> groups = new ArrayList<>();
        for (Claim claim : guarded) {
            if (!groups.isEmpty()
                    && condition(groups.getLast().getFirst()).isJudgedWith(condition(claim))) {
                groups.getLast().add(claim);
            } else {
                groups.add(new ArrayList<>(List.of(claim)));
            }
        }
        return groups;
    }

    private static String subject(Claim claim) {
        return condition(claim).subject();
    }

    private static RowCondition condition(Claim claim) {
        return requireNonNull(requireNonNull(claim.ending()).guarded()).condition();
    }

    private void write(List<Recording> conclusions) throws SQLException {
        if (!conclusions.isEmpty()) {
            Pipeline pipeline = new Pipeline();
            write(FeatureRows.of(conclusions), pipeline);
            record(conclusions, pipeline);
            pipeline.run(connection);
        }
    }

    private static void record(List<Recording> conclusions, Pipeline pipeline) {
        KeyTable.record(pipeline, conclusions);
        leaveTraces(conclusions, pipeline);
    }

    private void write(FeatureRows rows, Pipeline pipeline) throws SQLException {
        rows.write(connection, pipeline);
        written.add(rows);
    }

    /**
     * At the very end: whoever waits for the other instances' turn to append holds nothing that
     * they still need.
     */
    private void append() throws SQLException {
        new FeatureRows(written.stream().flatMap(it -> it.rows().stream()).toList())
                .append(connection);
    }

    private static Set<ScopedKey> holders(Reserved reserved) {
        return reserved.losers().values().stream()
                .flatMap(loss -> Stream.ofNullable(loss.holder()))
                .map(Use::key)
                .collect(Collectors.toSet());
    }

    /** The row of the holder, if nothing is recorded of the use of the key that holds it. */
    private static @Nullable ClaimedKey undecided(Loss loss, Map<ScopedKey, ClaimedKey> holders) {
        Use holder = loss.holder();
        if (holder == null) {
            return null;
        }
        ClaimedKey row = holders.get(holder.key());
        return row != null
                        && row.response() == null
                        && row.fingerprint().equals(holder.fingerprint())
                ? row
                : null;
    }

    private void lose(
            Claim claim,
            Loss loss,
            @Nullable ClaimedKey undecided,
            List<Recording> conclusions,
            List<Unclaim> unclaims) {
        ReservationConflict conflict = claim.conflict();
        if (undecided != null) {
            unclaims.add(Unclaim.of(claim, false));
            answer(claim, new ClaimResult.Awaiting(undecided));
        } else if (conflict == null) {
            unclaims.add(Unclaim.of(claim, false));
            answer(claim, new ClaimResult.Taken());
        } else if (loss.toItsOwnKey()) {
            unclaims.add(Unclaim.of(claim, false));
            answer(claim, new ClaimResult.Reused());
        } else {
            conclude(
                    claim,
                    new Ending(
                            conflict.response(loss.reservation(), loss.object()),
                            List.of(),
                            claim.conflictTrace()),
                    conclusions);
        }
    }

    /** At once: nothing was submitted, and nothing will be. */
    private void conclude(Claim claim, Ending ending, List<Recording> conclusions) {
        conclusions.add(
                new Recording(
                        claim.key(),
                        claim.fingerprint(),
                        PackedResponse.of(
                                claim.key(), LedgerId.of(claim.firstId()), ending.response()),
                        ending.rows(),
                        ending.trace(),
                        false,
                        false,
                        List.of(),
                        null,
                        new CompletableFuture<>()));
        answer(claim, new ClaimResult.Concluded(ending.response()));
    }

    private void recorded(List<Recording> recordings, Set<ScopedKey> recorded) throws SQLException {
        Map<ScopedKey, ClaimedKey> lost =
                KeyTable.find(connection, keys(recordings, it -> !recorded.contains(it.key())));
        List<Recording> winners =
                recordings.stream().filter(it -> recorded.contains(it.key())).toList();
        places.recorded(winners);
        Pipeline pipeline = new Pipeline();
        write(FeatureRows.of(winners), pipeline);
        leaveTraces(winners, pipeline);
        pipeline.run(connection);
        ReservationTable.release(
                connection,
                winners.stream()
                        .filter(Recording::releasesReservations)
                        .map(it -> new Use(it.key(), it.fingerprint()))
                        .toList());
        ReservationTable.free(connection, winners);
        for (Recording recording : recordings) {
            ClaimedKey row = lost.get(recording.key());
            RecordResult result =
                    recorded.contains(recording.key())
                            ? new RecordResult.Recorded()
                            : row == null ? new RecordResult.Missing() : new RecordResult.Lost(row);
            answers.add(() -> recording.done().complete(result));
        }
    }

    private static void leaveTraces(List<Recording> recorded, Pipeline pipeline) {
        KeyTraceTable.leave(
                pipeline,
                recorded.stream().map(Recording::trace).filter(Objects::nonNull).toList());
    }

    private void answer(Claim claim, ClaimResult result) {
        answers.add(() -> {
            if (!claim.done().complete(result)
                    && result instanceof ClaimResult.Claimed(Unclaim giveBack)) {
                abandoned.add(giveBack);
            }
        });
    }

    private static KeyWrite.WriteFailure vanished() {
        return new KeyWrite.WriteFailure(
                true, new SQLTransientException("the key's row went while it was claimed"));
    }

    private static <W extends KeyWrite> Set<ScopedKey> keys(List<W> writes, Predicate<W> which) {
        Set<ScopedKey> keys = new HashSet<>();
        writes.stream().filter(which).forEach(write -> keys.add(write.key()));
        return keys;
    }

    private static <W extends KeyWrite> List<W> only(Class<W> kind, List<KeyWrite> writes) {
        return writes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
