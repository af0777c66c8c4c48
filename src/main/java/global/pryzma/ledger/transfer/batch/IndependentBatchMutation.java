package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.LongWork;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.IndependentTransfersMutation;
import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.OperationResponses;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code transfers.batch_independent}: an anchor and transfers that don't depend on each other, and
 * a row for each that was made and has words. The reference of one that was refused is free again.
 */
@Singleton
final class IndependentBatchMutation implements IndependentTransfersMutation<BatchCommand> {
    private static final int OK = 200;

    @Override
    public String operation() {
        return "transfers.batch_independent";
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
    public Plan.IndependentTransfers plan(BatchCommand command, Identity identity) {
        return new Plan.IndependentTransfers(
                BatchPlan.anchor(command, identity).build(), BatchPlan.items(command, identity));
    }

    @Override
    public Conclusion conclude(
            BatchCommand command,
            Identity identity,
            LedgerTransfer anchor,
            List<ItemOutcome> outcomes) {
        List<RowWrite> rows = new ArrayList<>();
        List<Reservation> freed = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Wording words = command.items().get(i).asked().words();
            switch (outcomes.get(i)) {
                case ItemOutcome.Made(LedgerTransfer made) ->
                        rows.addAll(TransferWords.rows(made, identity.organisation(), words));
                case ItemOutcome.Refused _, ItemOutcome.Prevented _ ->
                        freed.addAll(words.reservations());
            }
        }
        return new Conclusion(BatchCodes.recorded(OK, outcomes), rows, freed);
    }

    @Override
    public RecordedResponse told(
            Supplier<BatchCommand> stored,
            Identity identity,
            RecordedResponse recorded,
            OperationResponses others) {
        return BatchCodes.are(recorded)
                ? LongWork.inTurn(() -> BatchAnswers.results(stored.get(), identity, recorded))
                : recorded;
    }
}
