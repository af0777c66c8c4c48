package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.security.Scope;

import java.util.List;
import java.util.Set;

/**
 * A {@link Move} of which there is one for a name.
 *
 * @param name what it reserves
 */
record ReservingMove(Move move, String name) implements ChainMutation<Move.Command> {
    @Override
    public String operation() {
        return move.operation();
    }

    @Override
    public Scope scope() {
        return move.scope();
    }

    @Override
    public Move.Command decode(int encodingVersion, CommandReader stored) {
        return move.decode(encodingVersion, stored);
    }

    @Override
    public List<Reservation> reservations(Move.Command command) {
        return List.of(new Reservation("name", name));
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return move.firstKinds();
    }

    @Override
    public List<TransferFields> plan(Move.Command command, Identity identity) {
        return move.plan(command, identity);
    }

    @Override
    public Conclusion conclude(
            Move.Command command, Identity identity, List<LedgerTransfer> transfers) {
        return move.conclude(command, identity, transfers);
    }
}
