package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;

import java.util.List;

/**
 * Whether rows of the ledger are the ones that a plan makes. The fingerprint in {@code
 * user_data_64} says that the request was the same; the other immutable fields are compared as
 * well, as 64 bits alone should not decide about money.
 */
public final class SameRows {
    private static final int RESOLUTION = TransferFlags.POST_PENDING | TransferFlags.VOID_PENDING;
    private static final int BALANCING =
            TransferFlags.BALANCING_DEBIT | TransferFlags.BALANCING_CREDIT;

    private SameRows() {}

    /** Whether the ledger resolves nothing of it: its row has the fields as they are. */
    public static boolean isStoredAsSubmitted(TransferFields planned) {
        return (planned.flags() & (RESOLUTION | BALANCING)) == 0;
    }

    /**
     * All are there, and equal but for what may have changed since: a closed account stays closed.
     */
    public static boolean accounts(List<AccountFields> planned, List<LedgerAccount> rows) {
        if (planned.size() != rows.size()) {
            return false;
        }
        for (int i = 0; i < planned.size(); i++) {
            AccountFields row = rows.get(i).account();
            if (!planned.get(i)
                    .without(AccountFlags.CLOSED)
                    .equals(row.without(AccountFlags.CLOSED))) {
                return false;
            }
        }
        return true;
    }

    /** All are there, and equal but for what the ledger resolves. */
    public static boolean transfers(List<TransferFields> planned, List<LedgerTransfer> rows) {
        if (planned.size() != rows.size()) {
            return false;
        }
        for (int i = 0; i < planned.size(); i++) {
            if (!transfer(planned.get(i), rows.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The one transfer is equal but for what the ledger resolves. */
    public static boolean transfer(TransferFields planned, LedgerTransfer stored) {
        TransferFields row = stored.transfer();
        boolean resolution = (planned.flags() & RESOLUTION) != 0;
        boolean balancing = (planned.flags() & BALANCING) != 0;
        return planned.id().equals(row.id())
                && planned.flags() == row.flags()
                && planned.pendingId().equals(row.pendingId())
                && planned.timeoutSeconds() == row.timeoutSeconds()
                && planned.userData64() == row.userData64()
                && planned.userData32() == row.userData32()
                && inherited(resolution, planned.userData128(), row.userData128())
                && inherited(resolution, planned.debitAccountId(), row.debitAccountId())
                && inherited(resolution, planned.creditAccountId(), row.creditAccountId())
                && (planned.ledger() == row.ledger() || (resolution && planned.ledger() == 0))
                && (planned.code() == row.code() || (resolution && planned.code() == 0))
                && (resolution || balancing || planned.amount().equals(row.amount()));
    }

    /** A post or void takes from the hold what it does not name itself. */
    private static boolean inherited(boolean resolution, LedgerId planned, LedgerId row) {
        return planned.equals(row) || (resolution && planned.isNone());
    }
}
