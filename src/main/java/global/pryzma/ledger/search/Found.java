package global.pryzma.ledger.search;

import global.pryzma.ledger.api.Listing.Looked;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a look at a list's rows has found.
 *
 * @param rows all that were looked at, newest first
 * @param isWhole whether there is none before them
 */
public record Found(List<Candidate> rows, boolean isWhole) {
    public Found {
        rows = List.copyOf(rows);
    }

    /**
     * A row that was looked at.
     *
     * @param matches whether it is one of those that are asked for
     */
    public record Candidate(UUID id, long position, boolean matches) {}

    /** Those that are asked for. */
    public List<UUID> ids() {
        return rows.stream().filter(Candidate::matches).map(Candidate::id).toList();
    }

    /** The same when of the ones that are asked for these alone remain. */
    public Found only(Set<UUID> ids) {
        return new Found(
                rows.stream()
                        .map(row ->
                                new Candidate(
                                        row.id(),
                                        row.position(),
                                        row.matches() && ids.contains(row.id())))
                        .toList(),
                isWhole);
    }

    /** As if there were none before a position. */
    public Found from(long position) {
        List<Candidate> from = rows.stream().filter(row -> row.position() >= position).toList();
        return new Found(from, isWhole || from.size() < rows.size());
    }

    /** As if no more than so many rows had been looked at. */
    public Found upTo(int count) {
        return rows.size() <= count ? this : new Found(rows.subList(0, count), false);
    }

    /** As if it had ended with the last of so many that are asked for. */
    public Found first(int limit) {
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).matches() && ++count == limit) {
                return new Found(rows.subList(0, i + 1), isWhole && i + 1 == rows.size());
            }
        }
        return this;
    }

    /**
     * What a list shows of it.
     *
     * @param shown by id; what has come to be another than was asked for is left out
     */
    public <T> Looked<T> looked(Map<UUID, T> shown) {
        List<T> items = new ArrayList<>();
        for (UUID id : ids()) {
            T item = shown.get(id);
            if (item != null) {
                items.add(item);
            }
        }
        return new Looked<>(items, !isWhole, isWhole ? 0 : rows.getLast().position());
    }
}
