package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerTransfer;

import java.util.List;

/**
 * A mutation whose ledger side is many transfers, each of which happens or does not, whatever
 * becomes of the others.
 */
public non-sealed interface IndependentTransfersMutation<C extends Command> extends Mutation<C> {
    /**
     * The anchor (see {@link Identity#anchor}) and the transfers, with the indices from 1, as
     * {@link Identity#encodingVersion()} makes them. Not stored but made again for a later try: so
     * it is a function of what {@link Command#encode} keeps, and of nothing else.
     */
    Plan.IndependentTransfers plan(C command, Identity identity);

    /**
     * The answer once it is known of each transfer, and the rows that go with it.
     *
     * @param outcomes one for each transfer, in the plan's order
     */
    Conclusion conclude(
            C command, Identity identity, LedgerTransfer anchor, List<ItemOutcome> outcomes);
}
