package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.Rejections;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.TransferResponse;
import global.pryzma.ledger.transfer.TransferSnapshot;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;

/** The answers to batches, made of the command and of what is recorded. */
@Singleton
final class BatchAnswers {
    private static final Problem PREVENTED =
            Problem.of(
                    ProblemCode.REQUEST_CANCELLED,
                    "cancelled before it was executed; it never will be");

    private final RecordedJson json;

    BatchAnswers(RecordedJson json) {
        this.json = json;
    }

    RecordedResponse results(BatchCommand command, Identity identity, RecordedResponse recorded) {
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
        return json.ok(new ResultsResponse(results));
    }

    RecordedResponse all(BatchCommand command, Identity identity, RecordedResponse recorded) {
        List<TransferFields> chain = BatchPlan.chain(command, identity);
        List<ItemOutcome> outcomes = BatchCodes.read(recorded, chain.subList(1, chain.size()));
        List<TransferResponse> transfers = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            if (!(outcomes.get(i) instanceof ItemOutcome.Made(LedgerTransfer row))) {
                throw new IllegalArgumentException("an atomic batch without transfer " + i);
            }
            transfers.add(transfer(command, command.items().get(i), row));
        }
        return json.created(new TransfersResponse(transfers));
    }

    private static TransferResponse transfer(
            BatchCommand command, BatchItem item, LedgerTransfer row) {
        return TransferResponse.of(
                TransferSnapshot.created(row, command.currency(item), item.asked().words()));
    }
}
