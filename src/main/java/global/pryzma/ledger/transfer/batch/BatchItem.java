package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.transfer.AskedTransfer;

/**
 * A transfer of a batch, with what the first try found out of it.
 *
 * @param ledgerNumber of the debited account; whether the other one has the same, and is another
 *     one at all, is for the ledger to say
 */
record BatchItem(AskedTransfer asked, int ledgerNumber) {
    private static final String LEDGER_NUMBER = "ledger_number";

    void write(CommandWriter command) {
        asked.write(command).number(LEDGER_NUMBER, ledgerNumber);
    }

    static BatchItem read(CommandReader command) {
        return new BatchItem(AskedTransfer.read(command), command.integer(LEDGER_NUMBER));
    }
}
