package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;

import java.util.List;

/**
 * The ledger side of a mutation: the events exactly as they will be submitted, at the first try and
 * at every later one.
 */
public sealed interface Plan {
    /** The mutation has no ledger side. */
    record Nothing() implements Plan {}

    /** At least one account; several are one linked chain. */
    record Accounts(List<AccountFields> accounts) implements Plan {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    /** At least one transfer; several are one linked chain. */
    record Chain(List<TransferFields> transfers) implements Plan {
        public Chain {
            transfers = List.copyOf(transfers);
        }
    }

    /**
     * At least one transfer, none of which needs another; and the anchor, a transfer of nothing,
     * which is executed before any of them is submitted.
     *
     * @param anchor has index 0, and the number of items in {@code user_data_128}
     * @param items have the indices from 1
     */
    record IndependentTransfers(TransferFields anchor, List<TransferFields> items) implements Plan {
        public IndependentTransfers {
            items = List.copyOf(items);
            if (items.isEmpty()
                    || anchor.code() != TransferKind.ANCHOR.code()
                    || !anchor.amount().isZero()
                    || anchor.flags() != 0
                    || !anchor.userData128().equals(new LedgerId(0, items.size()))) {
                throw new IllegalArgumentException(
                        "no anchor of " + items.size() + " transfers: " + anchor);
            }
            for (int i = 0; i < items.size(); i++) {
                TransferFields item = items.get(i);
                LedgerId id = new LedgerId(anchor.id().high(), anchor.id().low() + i + 1);
                if (!item.id().equals(id) || (item.flags() & TransferFlags.LINKED) != 0) {
                    throw new IllegalArgumentException("item " + i + " is " + item);
                }
            }
        }
    }
}
