package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/**
 * The terms of a hold: money that is set aside for a transfer, until it is posted or voided.
 *
 * @param timeoutSeconds after which the hold ends by itself, an unsigned 32-bit integer; 0 if it
 *     never does
 */
record HoldTerms(int timeoutSeconds) {
    private static final String PENDING = "pending";
    private static final String TIMEOUT = "timeout_seconds";
    private static final String TRUE = "true";

    /** What the ledger can count. */
    private static final long TIMEOUT_MAX = 0xFFFF_FFFFL;

    /** The fields of a request; null for one that is to move the money at once. */
    static @Nullable HoldTerms of(JsonBody json) {
        boolean pending = json.optionalBoolean(PENDING).orElse(false);
        OptionalLong timeout = json.optionalLong(TIMEOUT, 1, TIMEOUT_MAX);
        json.check(pending || timeout.isEmpty(), TIMEOUT, "is only for a pending transfer");
        return pending ? new HoldTerms((int) timeout.orElse(0)) : null;
    }

    /** In canonical form, version 1. */
    CommandWriter write(CommandWriter command) {
        command.text(PENDING, TRUE);
        return timeoutSeconds == 0
                ? command
                : command.number(TIMEOUT, Integer.toUnsignedLong(timeoutSeconds));
    }

    /** Null in a command without a hold. */
    static @Nullable HoldTerms read(CommandReader command) {
        String pending = command.optionalText(PENDING);
        if (pending == null) {
            return null;
        }
        if (!pending.equals(TRUE)) {
            throw new IllegalArgumentException("not a command: pending " + pending);
        }
        return new HoldTerms(command.optionalUnsignedInteger(TIMEOUT));
    }
}
