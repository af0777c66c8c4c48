package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.words.Wording;

/** A movement of money that is asked for, with what the client says of it. */
public interface WordedCommand extends Command {
    Wording words();
}
