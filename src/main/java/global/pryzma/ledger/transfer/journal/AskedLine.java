package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Amount;

import java.util.UUID;

/**
 * A line as a client asks for it.
 *
 * @param amount in minor units, at least 1
 */
record AskedLine(UUID accountId, Side side, Amount amount) {
    static AskedLine of(JsonBody json) {
        return new AskedLine(
                json.requiredUuid("account_id"),
                json.requiredEnum("side", Side.class),
                json.requiredAmount("amount"));
    }

    void write(CommandWriter command) {
        command.uuid("account_id", accountId)
                .text("side", side.text())
                .text("amount", amount.toString());
    }
}
