package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.ledger.NewAccount;
import global.pryzma.ledger.ledger.NewTransfer;

import java.util.List;

/**
 * The ledger side of a mutation: the events exactly as they will be submitted, at the first try and
 * at every later one.
 */
public sealed interface Plan {
    /** The mutation has no ledger side. */
    record Nothing() implements Plan {}

    /** At least one account. */
    record Accounts(List<NewAccount> accounts) implements Plan {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    /** At least one transfer; several are one linked chain. */
    record Transfers(List<NewTransfer> transfers) implements Plan {
        public Transfers {
            transfers = List.copyOf(transfers);
        }
    }
}
