package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.UUID;

/** The ids that stand in a path. */
public final class PathIds {
    private PathIds() {}

    /**
     * The id with this text.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} for anything but 36 characters
     *     {@code 8-4-4-4-12}
     */
    public static UUID uuid(String text) {
        return StrictUuid.parse(text)
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemCode.INVALID_PARAMETER, "The id in the path is not a UUID"));
    }

    /**
     * The organisation with this text.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_ORG_ID}
     */
    public static UUID organisation(String text) {
        return StrictUuid.parse(text)
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemCode.INVALID_ORG_ID,
                                "The organisation id in the path is not a UUID"));
    }
}
