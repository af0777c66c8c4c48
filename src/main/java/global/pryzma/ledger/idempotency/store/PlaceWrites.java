package global.pryzma.ledger.idempotency.store;

import static java.util.Objects.requireNonNull;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.HeldPlace;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.KeyWrite.Unclaim;
import global.pryzma.ledger.postgres.rows.Places;
import global.pryzma.ledger.postgres.rows.Places.Room;
import global.pryzma.ledger.postgres.rows.Places.Wanted;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a batch does with the {@link Places} of organisations. Its claims take some, those that are
 * taken away again or come to nothing give theirs up, and those that something comes of keep theirs
 * for good.
 */
final class PlaceWrites {
    private final Connection connection;

    PlaceWrites(Connection connection) {
        this.connection = connection;
    }

    /** The places that may be given up: the numbers of their organisations are locked before. */
    static List<HeldPlace> leaving(List<Recording> recordings, List<Unclaim> unclaims) {
        return Stream.concat(
                        recordings.stream().filter(Recording::rejected).map(Recording::place),
                        unclaims.stream().map(Unclaim::place))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Takes places for the claims, first come, first served.
     *
     * @param leaving whose organisations' numbers are lowered later
     * @return what those are to be answered that have got none
     */
    Map<ScopedKey, ClaimResult> take(List<Claim> claims, List<HeldPlace> leaving)
            throws SQLException {
        SortedMap<Places, Map<UUID, Integer>> more =
                new TreeMap<>(Comparator.comparing(Places::table));
        leaving.forEach(it -> more(more, it).putIfAbsent(it.organisation(), 0));
        for (Claim claim : claims) {
            HeldPlace place = claim.place();
            if (place != null) {
                more(more, place).merge(place.organisation(), 1, Integer::sum);
            }
        }
        Map<ScopedKey, ClaimResult> losers = new HashMap<>();
        for (var kind : more.entrySet()) {
            Places places = kind.getKey();
            Map<UUID, Room> rooms = places.raise(connection, kind.getValue());
            List<Claim> wanting =
                    claims.stream()
                            .filter(it -> it.quota() != null && it.quota().places().equals(places))
                            .toList();
            losers.putAll(take(places, wanting, rooms, kind.getValue()));
        }
        return losers;
    }

    private static Map<UUID, Integer> more(Map<Places, Map<UUID, Integer>> more, HeldPlace place) {
        return more.computeIfAbsent(place.places(), it -> new HashMap<>());
    }

    private Map<ScopedKey, ClaimResult> take(
            Places places, List<Claim> claims, Map<UUID, Room> rooms, Map<UUID, Integer> added)
            throws SQLException {
        Set<UUID> anew =
                places.take(
                        connection,
                        claims.stream()
                                .map(it ->
                                        new Wanted(
                                                it.firstId(),
                                                it.key().organisation(),
                                                it.key().key()))
                                .toList());
        Map<UUID, Long> taken = new HashMap<>();
        rooms.forEach((organisation, room) ->
                taken.put(organisation, room.taken() - of(added, organisation)));
        List<UUID> had = new ArrayList<>();
        List<Claim> losers = new ArrayList<>();
        for (Claim claim : claims) {
            UUID organisation = claim.key().organisation();
            if (!anew.contains(claim.firstId())) {
                had.add(organisation); // a claim that is made again after the purge
            } else if (requireNonNull(claim.quota()).atAnyRate()
                    || of(taken, organisation) < of(rooms, organisation).limit()) {
                taken.merge(organisation, 1L, Long::sum);
            } else {
                losers.add(claim);
            }
        }
        places.raise(connection, Places.count(had, -1));
        places.giveUp(connection, losers.stream().map(Claim::firstId).toList());
        Map<UUID, ClaimResult> results = new HashMap<>();
        for (Claim loser : losers) {
            UUID organisation = loser.key().organisation();
            if (!results.containsKey(organisation)) {
                results.put(
                        organisation,
                        result(
                                places,
                                organisation,
                                of(taken, organisation),
                                of(rooms, organisation).limit()));
            }
        }
        return losers.stream()
                .collect(Collectors.toMap(Claim::key, it -> of(results, it.key().organisation())));
    }

    private static <T> T of(Map<UUID, T> values, UUID organisation) {
        return requireNonNull(values.get(organisation));
    }

    /**
     * Nothing definite follows from a claim that may be given back yet: as long as there would be a
     * place without those one waits for them.
     */
    private ClaimResult result(Places places, UUID organisation, long taken, long limit)
            throws SQLException {
        List<ClaimedKey> undecided =
                KeyTable.find(
                                connection,
                                places.open(connection, organisation).stream()
                                        .map(key -> new ScopedKey(organisation, key))
                                        .toList())
                        .values()
                        .stream()
                        .filter(row -> row.response() == null)
                        .toList();
        return taken - undecided.size() >= limit
                ? new ClaimResult.Exceeded()
                : new ClaimResult.Awaiting(
                        undecided.stream()
                                .filter(ClaimedKey::leased)
                                .findAny()
                                .orElseGet(undecided::getFirst));
    }

    /** What comes of those that were recorded. */
    void recorded(List<Recording> recordings) throws SQLException {
        giveUp(recordings.stream().filter(Recording::rejected).map(Recording::place).toList());
        for (var kind :
                byKind(
                                recordings.stream()
                                        .filter(it -> !it.rejected())
                                        .map(Recording::place)
                                        .toList())
                        .entrySet()) {
            kind.getKey().settle(connection, kind.getValue());
        }
    }

    void giveUp(List<? extends @Nullable HeldPlace> held) throws SQLException {
        for (var kind : byKind(held).entrySet()) {
            kind.getKey().giveUp(connection, kind.getValue());
        }
    }

    private static Map<Places, List<UUID>> byKind(Collection<? extends @Nullable HeldPlace> held) {
        return held.stream()
                .filter(Objects::nonNull)
                .collect(
                        Collectors.groupingBy(
                                HeldPlace::places,
                                Collectors.mapping(HeldPlace::id, Collectors.toList())));
    }
}
