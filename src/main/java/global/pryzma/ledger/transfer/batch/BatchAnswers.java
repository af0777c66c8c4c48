package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.Rejections;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.TransferResponse;
import global.pryzma.ledger.transfer.TransferSnapshot;

import java.util.ArrayList;
import java.util.List;

/** The answers to batches, made of the command and of what is recorded. */
final class BatchAnswers {
    private static final Problem PREVENTED =
            Problem.of(
                    ProblemCode.REQUEST_CANCELLED,
                    "cancelled before it was executed; it never will be");

    /** Of one without words. */
    private static final int BYTES_OF_AN_ITEM = 300;

    private BatchAnswers() {}

    static RecordedResponse results(
            BatchCommand command, Identity identity, RecordedResponse recorded) {
        List<ItemOutcome> outcomes = BatchCodes.read(recorded, BatchPlan.items(command, identity));
        List<ItemResponse> results = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            BatchItem item = command.items().get(i);
            results.add(
                    switch (outcomes.get(i)) {
                        case ItemOutcome.Made(LedgerTransfer row) ->
                                ItemResponse.made(transfer(command, item, row));
                        case ItemOutcome.Refused(TransferResult result) ->
                                ItemResponse.refused(Rejections.of(result));
                        case ItemOutcome.Prevented() -> ItemResponse.refused(PREVENTED);
                    });
        }
        return RecordedJson.ok(
                answer(results.size()).objects("results", results, ItemResponse::write));
    }

    static RecordedResponse all(
            BatchCommand command, Identity identity, RecordedResponse recorded) {
        List<TransferFields> chain = BatchPlan.chain(command, identity);
        List<ItemOutcome> outcomes = BatchCodes.read(recorded, chain.subList(1, chain.size()));
        List<TransferResponse> transfers = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            if (!(outcomes.get(i) instanceof ItemOutcome.Made(LedgerTransfer row))) {
                throw new IllegalArgumentException("an atomic batch without transfer " + i);
            }
            transfers.add(transfer(command, command.items().get(i), row));
        }
        return RecordedJson.created(
                answer(transfers.size())
                        .objects(BatchCommand.LIST, transfers, TransferResponse::write));
    }

    private static CommandWriter answer(int items) {
        return CommandWriter.beginAnswer(items * BYTES_OF_AN_ITEM);
    }

    private static TransferResponse transfer(
            BatchCommand command, BatchItem item, LedgerTransfer row) {
        return TransferResponse.of(
                TransferSnapshot.created(row, command.currency(item), item.asked().words()));
    }
}
