package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.money.Amount;

import java.util.UUID;

/**
 * A line with the facts of its account, which never change.
 *
 * @param currency of the account
 * @param ledgerNumber of the account
 */
record EntryLine(AskedLine asked, String currency, int ledgerNumber) {
    LedgerId account() {
        return LedgerId.of(asked.accountId());
    }

    Side side() {
        return asked.side();
    }

    Amount amount() {
        return asked.amount();
    }

    /** What takes this line back. */
    EntryLine opposite() {
        return new EntryLine(
                new AskedLine(asked.accountId(), side().opposite(), amount()),
                currency,
                ledgerNumber);
    }

    /** Version 1. */
    void write(CommandWriter command) {
        asked.write(command);
        command.text("currency", currency).number("ledger_number", ledgerNumber);
    }

    static EntryLine read(CommandReader command) {
        UUID account = command.uuid("account_id");
        Side side = Side.ofText(command.text("side"));
        return new EntryLine(
                new AskedLine(account, side, command.amount("amount")),
                command.text("currency"),
                command.integer("ledger_number"));
    }
}
