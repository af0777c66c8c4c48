package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;

import java.util.List;
import java.util.Optional;

/** A mutation whose ledger side is new accounts. */
public non-sealed interface AccountsMutation<C extends Command> extends Mutation<C> {
    /**
     * The accounts, as {@link Identity#encodingVersion()} makes them: the first has index 0, each
     * but the last is linked.
     */
    List<AccountFields> plan(C command, Identity identity);

    /**
     * The answer once the plan has been applied, and the rows that go with it.
     *
     * @param accounts the ledger's rows, in the plan's order; a late try may find them in use
     */
    Conclusion conclude(C command, Identity identity, List<LedgerAccount> accounts);

    /** What the organisation must have a place for, one for each key; empty for nothing. */
    default Optional<Quota> quota() {
        return Optional.empty();
    }
}
