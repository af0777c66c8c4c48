package global.pryzma.ledger.search;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Label;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a name must begin with, to the letter. Names that begin alike are next to each other in
 * their index, but by name: it leads where they are few, else something else does.
 */
public record NamePrefix(String text) {
    /** The name of the parameter. */
    public static final String PARAMETER = "name";

    /**
     * The prefix that a query asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public static Optional<NamePrefix> of(PageRequest request) {
        return request.textFilter(PARAMETER, 1, Label.NAME_MAX).map(NamePrefix::new);
    }

    /** What it asks of a row. */
    public Criterion criterion(ListedTable table, UUID organisation) {
        return Criterion.led(
                new Lead.IfFew(
                        """
                        SELECT * FROM %s
                        WHERE organisation_id = ? AND name COLLATE "C" >= ?
                            AND name COLLATE "C" <= ? || repeat(chr(1114111), %d)
                        ORDER BY name COLLATE "C" LIMIT ?\
                        """
                                .formatted(table.name(), Label.NAME_MAX),
                        List.of(organisation, text, text)),
                "starts_with(name, ?)",
                text);
    }
}
