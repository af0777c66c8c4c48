package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.List;
import java.util.Set;

/** A mutation whose ledger side is one transfer or one linked chain: all of it happens, or none. */
public non-sealed interface ChainMutation<C extends Command> extends Mutation<C> {
    /**
     * The kinds that the first transfer of its plan can have, in this and every other version of
     * the service: by them the rows of another operation are known, whose versions say nothing
     * about this one.
     */
    Set<TransferKind> firstKinds();

    /**
     * The transfers, as {@link Identity#encodingVersion()} makes them: the first has index 0, each
     * but the last is linked.
     */
    List<TransferFields> plan(C command, Identity identity);

    /**
     * What a caller is told when the ledger has rejected the plan for good.
     *
     * @param index of the culprit in the plan: what a result means depends on its place
     */
    default Problem rejection(int index, TransferResult result) {
        return Rejections.of(result);
    }

    /** The same where it depends on what was asked. */
    default Problem rejection(C command, int index, TransferResult result) {
        return rejection(index, result);
    }

    /**
     * The same where it tells of balances, as the ledger had them when the plan was rejected.
     *
     * @param told those of {@link #toldOf} that could be read
     */
    default Problem rejection(
            C command, int index, TransferResult result, List<LedgerAccount> told) {
        return rejection(command, index, result);
    }

    /** What a caller is told whose plan is larger than a message of the ledger, and dead now. */
    default Problem tooLarge(int maxEvents) {
        return Problem.of(
                ProblemCode.TRANSFER_REJECTED,
                "it takes more than the " + maxEvents + " rows that the ledger takes at once");
    }

    /** The accounts whose balances a caller is told when the plan was rejected for good. */
    default List<LedgerId> toldOf(C command, int index, TransferResult result) {
        return List.of();
    }

    /**
     * The answer once the plan has been applied, and the rows that go with it.
     *
     * @param transfers the ledger's rows, in the plan's order
     */
    Conclusion conclude(C command, Identity identity, List<LedgerTransfer> transfers);
}
