package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;

import java.util.ArrayList;
import java.util.List;

/** The ledger's rows of a batch. The anchor is in the smallest of its ledger numbers. */
final class BatchPlan {
    private BatchPlan() {}

    static TransferBuilder anchor(BatchCommand command, Identity identity) {
        int number = command.currencies().firstKey();
        return identity.anchor(command.items().size())
                .debit(ControlAccounts.plain(number))
                .credit(ControlAccounts.clearing(number))
                .ledger(number);
    }

    /** The transfers, each by itself. */
    static List<TransferFields> items(BatchCommand command, Identity identity) {
        return items(command, identity, 0);
    }

    /** The anchor and the transfers, linked. */
    static List<TransferFields> chain(BatchCommand command, Identity identity) {
        List<TransferFields> chain = new ArrayList<>(1 + command.items().size());
        chain.add(anchor(command, identity).flags(TransferFlags.LINKED).build());
        chain.addAll(items(command, identity, TransferFlags.LINKED));
        return chain;
    }

    /**
     * The transfers with the indices from 1.
     *
     * @param flags of all but the last
     */
    private static List<TransferFields> items(BatchCommand command, Identity identity, int flags) {
        List<BatchItem> items = command.items();
        List<TransferFields> rows = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            BatchItem item = items.get(i);
            rows.add(
                    item.asked()
                            .fill(
                                    identity.transfer(i + 1),
                                    item.ledgerNumber(),
                                    i < items.size() - 1 ? flags : 0)
                            .build());
        }
        return rows;
    }
}
