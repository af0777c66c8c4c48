package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.words.Wording;

import java.util.List;
import java.util.Set;

/**
 * A mutation that moves money, and keeps the words that go with it. Without words the ledger tells
 * all that there is to tell of it.
 */
public interface WordedMutation<C extends WordedCommand> extends ChainMutation<C> {
    @Override
    default Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    default Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.TRANSFER);
    }

    @Override
    default List<Reservation> reservations(C command) {
        return command.words().reservations();
    }

    @Override
    default ProblemCode ifTaken() {
        return Wording.IF_TAKEN;
    }

    @Override
    default boolean isToldByLedger(C command) {
        return command.words().isEmpty();
    }
}
