package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.LongWork;
import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.OperationResponses;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.transfer.PartRejection;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code transfers.batch_atomic}: one chain, and a row for each transfer that has words. */
@Singleton
final class AtomicBatchMutation implements ChainMutation<BatchCommand> {
    private static final int CREATED = 201;

    @Override
    public String operation() {
        return "transfers.batch_atomic";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public boolean isToldByCommand() {
        return true;
    }

    @Override
    public BatchCommand decode(int encodingVersion, CommandReader stored) {
        return BatchCommand.read(stored);
    }

    @Override
    public List<Reservation> reservations(BatchCommand command) {
        return command.reservations();
    }

    @Override
    public ProblemCode ifTaken() {
        return Wording.IF_TAKEN;
    }

    @Override
    public Optional<String> placeOf(BatchCommand command, Reservation taken) {
        return command.placeOf(taken);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.ANCHOR);
    }

    @Override
    public List<TransferFields> plan(BatchCommand command, Identity identity) {
        return BatchPlan.chain(command, identity);
    }

    @Override
    public Problem rejection(int index, TransferResult result) {
        if (index == 0) {
            return PartRejection.OF_DEAD_KEY;
        }
        String rule =
                result == TransferResult.ID_ALREADY_FAILED ? PartRejection.EARLIER : result.rule();
        return PartRejection.at(BatchCommand.pointer(index - 1), result, rule);
    }

    @Override
    public Problem tooLarge(int maxEvents) {
        String detail = "an atomic batch has at most " + (maxEvents - 1) + " transfers here";
        return new Problem(
                ProblemCode.INVALID_BODY,
                detail,
                List.of(new FieldError(detail, "/" + BatchCommand.LIST)));
    }

    @Override
    public Conclusion conclude(
            BatchCommand command, Identity identity, List<LedgerTransfer> transfers) {
        List<ItemOutcome> outcomes = new ArrayList<>(command.items().size());
        List<RowWrite> rows = new ArrayList<>();
        for (int i = 0; i < command.items().size(); i++) {
            outcomes.add(new ItemOutcome.Made(transfers.get(i + 1)));
            rows.addAll(
                    TransferWords.rows(
                            transfers.get(i + 1),
                            identity.organisation(),
                            command.items().get(i).asked().words()));
        }
        return new Conclusion(BatchCodes.recorded(CREATED, outcomes), rows);
    }

    @Override
    public RecordedResponse told(
            Supplier<BatchCommand> stored,
            Identity identity,
            RecordedResponse recorded,
            OperationResponses others) {
        return BatchCodes.are(recorded)
                ? LongWork.inTurn(() -> BatchAnswers.all(stored.get(), identity, recorded))
                : recorded;
    }
}
