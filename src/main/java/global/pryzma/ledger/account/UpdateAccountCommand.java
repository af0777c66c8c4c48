package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

/**
 * A change of an account, with what its first try found out.
 *
 * @param before the account as it was
 * @param freeze the freeze that activating it takes back; null if it isn't to be activated
 */
record UpdateAccountCommand(
        AccountChange change, AccountSnapshot before, @Nullable LedgerId freeze) {
    UpdateAccountCommand {
        if ((freeze != null) != (change.status() == AccountStatus.ACTIVE)) {
            throw new IllegalArgumentException("only activating takes a freeze back");
        }
    }

    /** The canonical content, version 1. */
    byte[] content() {
        return change.write().end();
    }

    /** The content and what was found out, version 1. */
    byte[] encode() {
        return before.write(change.write())
                .text("freeze_id", freeze == null ? null : freeze.toString())
                .end();
    }

    static UpdateAccountCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        AccountChange change = AccountChange.read(reader);
        UpdateAccountCommand command =
                new UpdateAccountCommand(
                        change,
                        AccountSnapshot.read(change.accountId(), reader),
                        change.status() == AccountStatus.ACTIVE
                                ? LedgerId.of(reader.uuid("freeze_id"))
                                : null);
        reader.end();
        return command;
    }
}
