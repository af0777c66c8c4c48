package global.pryzma.ledger.account;

import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.LedgerAccount;

import java.util.Locale;

/** The status of an account: whether it can be debited and credited. Names are permanent. */
enum AccountStatus {
    ACTIVE,
    /** Neither debited nor credited until it is activated. */
    FROZEN,
    /** Neither debited nor credited any more. */
    CLOSED;

    /**
     * The status of an account. The ledger says whether money can move; Postgres says why it can't.
     */
    static AccountStatus of(AccountRow row, LedgerAccount account) {
        if ((account.account().flags() & AccountFlags.CLOSED) == 0) {
            return ACTIVE;
        }
        return row.closedAtNanos() == null ? FROZEN : CLOSED;
    }

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this name; IllegalArgumentException if there is none. */
    static AccountStatus ofWire(String name) {
        for (AccountStatus status : values()) {
            if (status.wire().equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("no account status is called " + name);
    }
}
