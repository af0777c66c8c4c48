package global.pryzma.ledger.account;

import global.pryzma.ledger.ledger.LedgerAccount;

import java.util.UUID;

/**
 * The facts about an account that the ledger has: they never change, and its row can be made again
 * from them.
 *
 * @param programId all zeros if the ledger has none
 * @param ledgerNumber an unsigned 32-bit integer
 * @param code of its {@link AccountType}, if it has one
 * @param createdAtNanos the ledger's timestamp
 */
public record RecoverableAccount(
        UUID id, UUID programId, int ledgerNumber, int code, long createdAtNanos) {
    /**
     * The first ledger number that is given out; those below are the service's own, as that of the
     * genesis account.
     */
    private static final int FIRST_NUMBER = 1000;

    /** The first code of accounts that the service keeps for itself, without rows. */
    private static final int FIRST_OWN_CODE = 900;

    public static RecoverableAccount of(LedgerAccount account) {
        return new RecoverableAccount(
                account.account().id().toUuid(),
                account.account().userData128().toUuid(),
                account.account().ledger(),
                account.account().code(),
                account.timestamp());
    }

    /** Whether the account is no client's, and so has no row. */
    boolean isTheServicesOwn() {
        return code >= FIRST_OWN_CODE || Integer.compareUnsigned(ledgerNumber, FIRST_NUMBER) < 0;
    }
}
