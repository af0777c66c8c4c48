package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

/**
 * A change of an account, with what its first try found out.
 *
 * @param before the account as it was
 * @param freeze the freeze that activating it takes back; null if it isn't to be activated
 */
record UpdateAccountCommand(AccountChange change, AccountSnapshot before, @Nullable LedgerId freeze)
        implements Command {
    UpdateAccountCommand {
        if ((freeze != null) != (change.status() == AccountStatus.ACTIVE)) {
            throw new IllegalArgumentException("only activating takes a freeze back");
        }
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return change.write().end();
    }

    /** With what was found out, version 1. */
    @Override
    public byte[] encode() {
        return before.write(change.write())
                .text("freeze_id", freeze == null ? null : freeze.toString())
                .end();
    }

    static UpdateAccountCommand read(CommandReader reader) {
        AccountChange change = AccountChange.read(reader);
        return new UpdateAccountCommand(
                change,
                AccountSnapshot.read(change.accountId(), reader),
                change.status() == AccountStatus.ACTIVE
                        ? LedgerId.of(reader.uuid("freeze_id"))
                        : null);
    }
}
