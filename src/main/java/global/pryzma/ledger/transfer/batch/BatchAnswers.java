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

import java.util.Iterator;
import java.util.List;

/** The answers to batches, made of the command and of what is recorded. */
final class BatchAnswers {
    private static final Problem PREVENTED =
            Problem.of(
                    ProblemCode.REQUEST_CANCELLED,
                    "cancelled before it was executed; it never will be");

    private BatchAnswers() {}

    static RecordedResponse results(
            BatchCommand command, Identity identity, RecordedResponse recorded) {
        List<ItemOutcome> outcomes = BatchCodes.read(recorded, BatchPlan.items(command, identity));
        Iterator<BatchItem> items = command.items().iterator();
        return RecordedJson.ok(
                CommandWriter.beginAnswer()
                        .objects(
                                "results",
                                outcomes,
                                (outcome, answer) ->
                                        response(command, items.next(), outcome).write(answer)));
    }

    private static ItemResponse response(
            BatchCommand command, BatchItem item, ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Made(LedgerTransfer row) ->
                    ItemResponse.made(transfer(command, item, row));
            case ItemOutcome.Refused(TransferResult result) ->
                    ItemResponse.refused(Rejections.of(result));
            case ItemOutcome.Prevented() -> ItemResponse.refused(PREVENTED);
        };
    }

    static RecordedResponse all(
            BatchCommand command, Identity identity, RecordedResponse recorded) {
        List<TransferFields> chain = BatchPlan.chain(command, identity);
        List<ItemOutcome> outcomes = BatchCodes.read(recorded, chain.subList(1, chain.size()));
        Iterator<BatchItem> items = command.items().iterator();
        return RecordedJson.created(
                CommandWriter.beginAnswer()
                        .objects(
                                BatchCommand.LIST,
                                outcomes,
                                (outcome, answer) -> {
                                    if (!(outcome instanceof ItemOutcome.Made(var row))) {
                                        throw new IllegalArgumentException(
                                                "an atomic batch with " + outcome);
                                    }
                                    transfer(command, items.next(), row).write(answer);
                                }));
    }

    private static TransferResponse transfer(
            BatchCommand command, BatchItem item, LedgerTransfer row) {
        return TransferResponse.of(
                TransferSnapshot.created(row, command.currency(item), item.asked().words()));
    }
}
