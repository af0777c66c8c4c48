package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.array;
import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.postgres.rows.AllAnew;
import global.pryzma.ledger.postgres.rows.ParameterRows;
import global.pryzma.ledger.postgres.rows.ParameterRows.Column;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on {@code reservation}. */
final class ReservationTable {
    private static final ParameterRows<Held> VALUES =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", Held::organisation),
                            new Column<>("text", held -> held.reservation().kind()),
                            new Column<>("text", held -> held.reservation().value())));

    private static final ParameterRows<Wanted> WANTED =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", wanted -> wanted.claim().key().organisation()),
                            new Column<>("text", wanted -> wanted.reservation().kind()),
                            new Column<>("text", wanted -> wanted.reservation().value()),
                            new Column<>("uuid", wanted -> wanted.claim().key().key()),
                            new Column<>("bytea", wanted -> wanted.claim().fingerprint().bytes()),
                            new Column<>("uuid", wanted -> wanted.idOrNull(0)),
                            new Column<>("uuid", wanted -> wanted.idOrNull(DerivedIds.MAX_INDEX))));

    /**
     * But for what only another key's object has by the rows of features. Where a claim reserves
     * much, these are not looked at: the feature has, and all at once.
     */
    private static final String INSERT =
            WANTED.texts(rows ->
                            """
                            INSERT INTO reservation (organisation_id, kind, value, key, fingerprint)
                            SELECT o, n, v, k, f
                            FROM %s AS wanted (o, n, v, k, f, first_id, last_id)
                            WHERE CASE WHEN first_id IS NULL THEN true ELSE coalesce((
                                SELECT e.id BETWEEN first_id AND last_id FROM reservation_evidence e
                                WHERE e.organisation_id = ANY (ARRAY[o]) AND e.kind = ANY (ARRAY[n])
                                    AND e.value = ANY (ARRAY[v])
                                ORDER BY 1 DESC LIMIT 1), true) END\
                            """
                                    .formatted(rows))
                    .many();

    private static final String RESERVE =
            """
            WITH reserved AS (
                %s
                ON CONFLICT DO NOTHING
                RETURNING organisation_id, key)
            SELECT organisation_id, key, count(*) FROM reserved GROUP BY organisation_id, key\
            """
                    .formatted(INSERT);

    private static final String EVIDENCE =
            VALUES.texts(rows ->
                            """
                            SELECT e.organisation_id, e.kind, e.value, e.id
                            FROM %s AS wanted (o, k, v)
                            JOIN reservation_evidence e ON e.organisation_id = ANY (ARRAY[o])
                                AND e.kind = ANY (ARRAY[k]) AND e.value = ANY (ARRAY[v])\
                            """
                                    .formatted(rows))
                    .many();

    private static final String HOLDERS =
            VALUES.texts(rows ->
                            """
                            SELECT r.organisation_id, r.kind, r.value, r.key, r.fingerprint
                            FROM %s AS wanted (o, k, v)
                            JOIN reservation r ON r.organisation_id = ANY (ARRAY[o])
                                AND r.kind = ANY (ARRAY[k]) AND r.value = ANY (ARRAY[v])\
                            """
                                    .formatted(rows))
                    .many();

    /** By the key's index: what could be found by the organisation is all that it holds. */
    private static final String RELEASE =
            """
            DELETE FROM reservation r
            USING unnest(?::uuid[], ?::uuid[], ?::bytea[]) AS released (o, k, f)
            WHERE r.key = ANY (ARRAY[k]) AND r.fingerprint = f
                AND r.organisation_id IS NOT DISTINCT FROM o\
            """;

    private static final String FREE =
            """
            DELETE FROM reservation r
            USING unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::bytea[])
                AS freed (o, n, v, k, f)
            WHERE r.organisation_id = ANY (ARRAY[o]) AND r.kind = ANY (ARRAY[n]) AND r.value = ANY (ARRAY[v])
                AND r.key = k AND r.fingerprint = f\
            """;

    private ReservationTable() {}

    /**
     * Reserves what the claims need, first come, first served. Those that did not get all of it are
     * left without any reservation.
     */
    static Reserved reserve(Connection connection, List<Claim> claims) throws SQLException {
        List<Wanted> wanted =
                claims.stream()
                        .flatMap(claim ->
                                claim.reservations().stream().map(it -> new Wanted(claim, it)))
                        .sorted(Wanted.ORDER)
                        .toList();
        if (wanted.isEmpty()) {
            return new Reserved(Set.of(), Map.of());
        }
        if (AllAnew.inserted(connection, wanted.size(), it -> insertNew(it, wanted))) {
            return new Reserved(
                    wanted.stream().map(it -> it.claim().key()).collect(Collectors.toSet()),
                    Map.of());
        }
        Set<ScopedKey> anew = new HashSet<>();
        if (insert(connection, wanted, anew) == wanted.size()) {
            return new Reserved(anew, Map.of()); // of thousands, as a batch has, none is looked for
        }
        Map<Held, Use> holders = holders(connection, wanted.stream().map(Wanted::held).toList());
        // It may hold it already: a claim that is made again after the purge.
        List<Wanted> missed =
                wanted.stream()
                        .filter(it -> !Use.of(it.claim()).equals(holders.get(it.held())))
                        .toList();
        Map<Held, List<LedgerId>> evidence =
                evidence(connection, missed.stream().map(Wanted::held).toList());
        Map<ScopedKey, Loss> losers = new HashMap<>();
        for (Wanted want : missed) {
            Loss loss =
                    Loss.of(
                            want,
                            holders.get(want.held()),
                            evidence.getOrDefault(want.held(), List.of()));
            losers.put(loss.key(), loss);
        }
        release(
                connection,
                claims.stream()
                        .filter(claim -> losers.containsKey(claim.key()))
                        .map(Use::of)
                        .toList());
        return new Reserved(anew, losers);
    }

    private static int insertNew(Connection connection, List<Wanted> wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            WANTED.setMany(statement, 1, wanted);
            return statement.executeUpdate();
        }
    }

    /** Reserves what is free, adds the keys for which it does, and tells how much that is. */
    private static int insert(Connection connection, List<Wanted> wanted, Set<ScopedKey> anew)
            throws SQLException {
        int count = 0;
        try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
            WANTED.setMany(statement, 1, wanted);
            try (ResultSet inserted = statement.executeQuery()) {
                while (inserted.next()) {
                    count += inserted.getInt(3);
                    anew.add(
                            new ScopedKey(
                                    inserted.getObject(1, UUID.class),
                                    inserted.getObject(2, UUID.class)));
                }
            }
        }
        return count;
    }

    /** Gives up what these uses of keys hold; other uses of the same keys keep what they have. */
    static void release(Connection connection, Collection<Use> uses) throws SQLException {
        if (uses.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setArray(1, uuids(connection, uses, use -> use.key().organisation()));
            statement.setArray(2, uuids(connection, uses, use -> use.key().key()));
            statement.setArray(
                    3, array(connection, "bytea", uses, use -> use.fingerprint().bytes()));
            statement.executeUpdate();
        }
    }

    /** Gives up what these have reserved and do not need. */
    static void free(Connection connection, List<Recording> recordings) throws SQLException {
        List<Freed> freed =
                recordings.stream()
                        .flatMap(it -> it.freed().stream().map(one -> new Freed(it, one)))
                        .sorted(Freed.ORDER)
                        .toList();
        if (freed.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(FREE)) {
            statement.setArray(1, uuids(connection, freed, it -> it.by().key().organisation()));
            statement.setArray(2, array(connection, "text", freed, it -> it.reservation().kind()));
            statement.setArray(3, array(connection, "text", freed, it -> it.reservation().value()));
            statement.setArray(4, uuids(connection, freed, it -> it.by().key().key()));
            statement.setArray(
                    5, array(connection, "bytea", freed, it -> it.by().fingerprint().bytes()));
            statement.executeUpdate();
        }
    }

    /**
     * What has become of claims' reservations.
     *
     * @param anew the keys for which something was reserved that they did not hold before
     * @param losers the keys that did not get all of it, each with what it did not get
     */
    record Reserved(Set<ScopedKey> anew, Map<ScopedKey, Loss> losers) {}

    /**
     * A reservation that a claim did not get.
     *
     * @param key of the claim
     * @param holder null if nobody has reserved it any more
     * @param object what has it; null if nothing has
     */
    record Loss(
            Reservation reservation,
            ScopedKey key,
            @Nullable Use holder,
            @Nullable LedgerId object) {
        private static Loss of(Wanted want, @Nullable Use holder, List<LedgerId> evidence) {
            Stream<LedgerId> objects = evidence.stream();
            LedgerId own = LedgerId.of(want.claim().firstId());
            LedgerId object =
                    holder == null
                            ? objects.filter(it -> !DerivedIds.areOfOneKey(it, own))
                                    .findFirst()
                                    .orElse(null)
                            : objects.filter(it -> DerivedIds.areOfOneKey(it, holder.firstId()))
                                    .findFirst()
                                    .orElse(holder.firstId());
            return new Loss(want.reservation(), want.claim().key(), holder, object);
        }

        /** Whether it is lost to the rows of features, which stand. */
        boolean isByEvidence() {
            return holder == null && object != null;
        }

        /** Whether its holder does not need it, as is recorded here. */
        boolean isGivenBackBy(Recording recording) {
            return new Use(recording.key(), recording.fingerprint()).equals(holder)
                    && (recording.releasesReservations()
                            || recording.freed().contains(reservation));
        }

        /** Whether it is held by an earlier use of the same key, for something else. */
        boolean toItsOwnKey() {
            return holder != null && holder.key().equals(key);
        }
    }

    /** What a key is used for. */
    record Use(ScopedKey key, Fingerprint fingerprint) {
        static Use of(Claim claim) {
            return new Use(claim.key(), claim.fingerprint());
        }

        private LedgerId firstId() {
            return key.ids().id(0);
        }
    }

    /**
     * Those of the losses whose reservation is held as it was when they were found. What a use of a
     * key does not need it gives back together with the record of its end; so whoever sees that
     * record has to look again, for he may have seen the reservation before.
     */
    static Set<ScopedKey> lasting(Connection connection, Collection<Loss> losses)
            throws SQLException {
        if (losses.isEmpty()) {
            return Set.of();
        }
        Map<Held, Use> now = holders(connection, losses.stream().map(Held::of).toList());
        return losses.stream()
                .filter(loss ->
                        loss.isByEvidence()
                                || loss.holder() instanceof Use use
                                        && use.equals(now.get(Held.of(loss))))
                .map(Loss::key)
                .collect(Collectors.toSet());
    }

    private static Map<Held, Use> holders(Connection connection, List<Held> wanted)
            throws SQLException {
        Map<Held, Use> holders = new HashMap<>();
        find(connection, HOLDERS, wanted, (held, row) -> holders.put(held, use(held, row)));
        return holders;
    }

    private static Use use(Held held, ResultSet row) throws SQLException {
        return new Use(
                new ScopedKey(held.organisation(), row.getObject(4, UUID.class)),
                Fingerprint.stored(row.getBytes(5)));
    }

    /** The ids of what has these, by the rows of features. */
    private static Map<Held, List<LedgerId>> evidence(Connection connection, List<Held> wanted)
            throws SQLException {
        Map<Held, List<LedgerId>> evidence = new HashMap<>();
        find(
                connection,
                EVIDENCE,
                wanted,
                (held, row) ->
                        evidence.computeIfAbsent(held, _ -> new ArrayList<>())
                                .add(LedgerId.of(row.getObject(4, UUID.class))));
        return evidence;
    }

    private static void find(Connection connection, String sql, List<Held> wanted, Found found)
            throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            VALUES.setMany(statement, 1, wanted);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Reservation reservation = new Reservation(rows.getString(2), rows.getString(3));
                    found.row(new Held(rows.getObject(1, UUID.class), reservation), rows);
                }
            }
        }
    }

    /** A row that tells of one of those that were looked for. */
    @FunctionalInterface
    private interface Found {
        void row(Held held, ResultSet row) throws SQLException;
    }

    private record Freed(Recording by, Reservation reservation) {
        static final Comparator<Freed> ORDER =
                Comparator.comparing((Freed it) -> it.by().key().organisation())
                        .thenComparing(it -> it.reservation().kind())
                        .thenComparing(it -> it.reservation().value());
    }

    private record Held(UUID organisation, Reservation reservation) {
        static Held of(Loss loss) {
            return new Held(loss.key().organisation(), loss.reservation());
        }
    }

    private record Wanted(Claim claim, Reservation reservation) {
        static final Comparator<Wanted> ORDER =
                Comparator.comparing((Wanted it) -> it.claim().key().organisation())
                        .thenComparing(it -> it.reservation().kind())
                        .thenComparing(it -> it.reservation().value())
                        .thenComparing(it -> it.claim().key());

        Held held() {
            return new Held(claim.key().organisation(), reservation);
        }

        /** An id of the claim's key; null for a claim that reserves more than this. */
        @Nullable UUID idOrNull(int index) {
            return claim.reservations().size() == 1
                    ? DerivedIds.sibling(LedgerId.of(claim.firstId()), index).toUuid()
                    : null;
        }
    }
}
