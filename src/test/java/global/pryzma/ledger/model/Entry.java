package global.pryzma.ledger.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A journal entry of the model. */
public final class Entry {
    final UUID id;
    final List<Line> lines;
    final Words words;

    /** The entry that it takes back. */
    final @Nullable UUID reverses;

    final long createdAtNanos;

    /** The transfer by which each line stands in its account's list, by the line's number. */
    final SortedMap<Integer, UUID> transfers = new TreeMap<>();

    boolean reversed;

    Entry(UUID id, List<Line> lines, Words words, @Nullable UUID reverses, long createdAtNanos) {
        this.id = id;
        this.lines = List.copyOf(lines);
        this.words = words;
        this.reverses = reverses;
        this.createdAtNanos = createdAtNanos;
    }

    public UUID id() {
        return id;
    }

    /** Whether it can be taken back. */
    public boolean isReversible() {
        return reverses == null && !reversed;
    }

    public List<UUID> accounts() {
        return lines.stream().map(Line::account).distinct().toList();
    }
}
