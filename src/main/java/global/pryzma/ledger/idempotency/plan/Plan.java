package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.List;

/**
 * The ledger side of a mutation: the events exactly as they will be submitted, at the first try and
 * at every later one.
 */
public sealed interface Plan {
    /** The mutation has no ledger side. */
    record Nothing() implements Plan {}

    /** At least one account. */
    record Accounts(List<AccountFields> accounts) implements Plan {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    /** At least one transfer; several are one linked chain. */
    record Transfers(List<TransferFields> transfers) implements Plan {
        public Transfers {
            transfers = List.copyOf(transfers);
        }
    }
}
