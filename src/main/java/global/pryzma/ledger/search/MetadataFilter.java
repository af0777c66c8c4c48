package global.pryzma.ledger.search;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Metadata;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The entries that metadata must have, all of them: {@code metadata[key]=value}. The first leads,
 * by the table of entries.
 */
public record MetadataFilter(Metadata wanted) {
    /** The name of the parameter before its brackets. */
    public static final String PARAMETER = "metadata";

    /**
     * The filter that a query asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public static MetadataFilter of(PageRequest request) {
        return new MetadataFilter(Metadata.of(request.mapFilter(PARAMETER)));
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** What it asks of a row with a column of this name. */
    public List<Criterion> criteria(ListedTable table, UUID organisation) {
        return wanted.entries().entrySet().stream()
                .map(entry -> criterion(entry, table, organisation))
                .toList();
    }

    private static Criterion criterion(
            Map.Entry<String, String> entry, ListedTable table, UUID organisation) {
        String row =
                Objects.requireNonNull(
                        Metadata.of(Map.of(entry.getKey(), entry.getValue())).column());
        return Criterion.led(
                new Lead.Newest(
                        """
                        SELECT listed.* FROM (
                            SELECT id FROM metadata_entry
                            WHERE organisation_id = ? AND kind = ? AND hash = metadata_hash(?, ?)
                                AND position < ?
                            ORDER BY position DESC LIMIT ?) AS entry
                        JOIN %s AS listed ON listed.id = ANY (ARRAY[entry.id])\
                        """
                                .formatted(table.name()),
                        List.of(organisation, table.kind(), entry.getKey(), entry.getValue())),
                "metadata @> ?::jsonb",
                row);
    }

    /** The same for the same question, and for no other. */
    @Override
    public String toString() {
        return "metadata " + wanted.column();
    }
}
