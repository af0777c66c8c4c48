package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.array;
import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.postgres.rows.AllAnew;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The statements on {@code reservation}. */
final class ReservationTable {
    private static final String INSERT =
            """
            INSERT INTO reservation (organisation_id, kind, value, key, fingerprint)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::bytea[])\
            """;

    private static final String RESERVE =
            """
            WITH reserved AS (
                %s
                ON CONFLICT DO NOTHING
                RETURNING organisation_id, key)
            SELECT organisation_id, key, count(*) FROM reserved GROUP BY organisation_id, key\
            """
                    .formatted(INSERT);

    private static final String HOLDERS =
            """
            SELECT r.organisation_id, r.kind, r.value, r.key, r.fingerprint
            FROM unnest(?::uuid[], ?::text[], ?::text[]) AS wanted (o, k, v)
            JOIN reservation r ON r.organisation_id = ANY (ARRAY[o])
                AND r.kind = ANY (ARRAY[k]) AND r.value = ANY (ARRAY[v])\
            """;

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
        Map<ScopedKey, Loss> losers = new HashMap<>();
        for (Wanted want : wanted) {
            ScopedKey key = want.claim().key();
            Use holder = holders.get(want.held());
            // It may hold it already: a claim that is made again after the purge.
            if (!Use.of(want.claim()).equals(holder)) {
                losers.put(key, new Loss(want.reservation(), key, holder));
            }
        }
        release(
                connection,
                claims.stream()
                        .filter(claim -> losers.containsKey(claim.key()))
                        .map(Use::of)
                        .toList());
        return new Reserved(anew, losers);
    }

    private static void insertNew(Connection connection, List<Wanted> wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            setRows(connection, statement, wanted);
            statement.executeUpdate();
        }
    }

    /** Reserves what is free, adds the keys for which it does, and tells how much that is. */
    private static int insert(Connection connection, List<Wanted> wanted, Set<ScopedKey> anew)
            throws SQLException {
        int count = 0;
        try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
            setRows(connection, statement, wanted);
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
     * @param holder null if it is not known any more
     */
    record Loss(Reservation reservation, ScopedKey key, @Nullable Use holder) {
        @Nullable ScopedKey holderKey() {
            return holder == null ? null : holder.key();
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
                        loss.holder() instanceof Use use && use.equals(now.get(Held.of(loss))))
                .map(Loss::key)
                .collect(Collectors.toSet());
    }

    private static Map<Held, Use> holders(Connection connection, List<Held> wanted)
            throws SQLException {
        Map<Held, Use> holders = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            setValues(connection, statement, wanted);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    UUID organisation = found.getObject(1, UUID.class);
                    holders.put(
                            new Held(
                                    organisation,
                                    new Reservation(found.getString(2), found.getString(3))),
                            new Use(
                                    new ScopedKey(organisation, found.getObject(4, UUID.class)),
                                    Fingerprint.stored(found.getBytes(5))));
                }
            }
        }
        return holders;
    }

    private static void setValues(
            Connection connection, PreparedStatement statement, List<Held> wanted)
            throws SQLException {
        statement.setArray(1, uuids(connection, wanted, Held::organisation));
        statement.setArray(2, array(connection, "text", wanted, it -> it.reservation().kind()));
        statement.setArray(3, array(connection, "text", wanted, it -> it.reservation().value()));
    }

    private static void setRows(
            Connection connection, PreparedStatement statement, List<Wanted> wanted)
            throws SQLException {
        setValues(connection, statement, wanted.stream().map(Wanted::held).toList());
        statement.setArray(4, uuids(connection, wanted, it -> it.claim().key().key()));
        statement.setArray(
                5, array(connection, "bytea", wanted, it -> it.claim().fingerprint().bytes()));
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
    }
}
