package global.pryzma.ledger.security;

import java.util.Set;

/** The scopes of the operations that there are, as these say themselves. */
public interface OperationScopes {
    /** Every scope that some mutation needs. */
    Set<Scope> ofMutations();

    /**
     * Those of them that are no operators': what it takes to be told of a key of which nothing says
     * what it was for.
     */
    Set<Scope> ofBooks();

    /**
     * What a caller needs for this operation; for one that is not known here, whatever some
     * mutation needs.
     */
    Set<Scope> of(String operation);
}
