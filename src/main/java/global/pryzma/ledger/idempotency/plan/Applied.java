package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerTransfer;

import java.util.List;

/**
 * What a plan has become: the rows of the ledger, in the plan's order, with the ledger's
 * timestamps.
 */
public sealed interface Applied {
    /** The plan had no ledger side. */
    record Nothing() implements Applied {}

    record Accounts(List<LedgerAccount> accounts) implements Applied {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    record Transfers(List<LedgerTransfer> transfers) implements Applied {
        public Transfers {
            transfers = List.copyOf(transfers);
        }
    }
}
