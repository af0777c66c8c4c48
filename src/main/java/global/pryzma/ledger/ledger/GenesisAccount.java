package global.pryzma.ledger.ledger;

/**
 * The account that ties Postgres to one ledger. It is written to the ledger once, at the very first
 * contact, and looked up at every later start and by every new connection: a ledger without it is
 * the wrong one, or has lost its data, and would accept keys again that have moved money already.
 */
public interface GenesisAccount {
    /** The ledger number of the genesis account, used for nothing else. */
    int LEDGER = 1;

    /** The code of the genesis account, used for nothing else. */
    int CODE = 65535;

    /** A random id, chosen at the first start and kept in Postgres. */
    LedgerId id();

    /** Whether the account is known to have been written. */
    boolean isWritten();

    /** Keeps in Postgres that the account has been written. */
    void written();
}
