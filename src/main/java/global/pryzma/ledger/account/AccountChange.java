package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.LabelChange;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A change of an account that a client asks for, checked.
 *
 * @param status active or frozen; null to leave it as it is
 */
record AccountChange(UUID accountId, @Nullable AccountStatus status, LabelChange label) {
    AccountChange {
        if (status == AccountStatus.CLOSED) {
            throw new IllegalArgumentException("a change does not close an account");
        }
    }

    boolean isEmpty() {
        return status == null && label.isEmpty();
    }

    /** The account once the change is made. */
    AccountSnapshot appliedTo(AccountSnapshot account) {
        return account.changed(
                label.appliedTo(account.label()), status == null ? account.status() : status);
    }

    /** The change in canonical form, version 1. */
    CommandWriter write() {
        return label.write(
                CommandWriter.begin()
                        .uuid("account_id", accountId)
                        .text("status", status == null ? null : status.wire()));
    }

    static AccountChange read(CommandReader command) {
        String status = command.optionalText("status");
        return new AccountChange(
                command.uuid("account_id"),
                status == null ? null : AccountStatus.ofWire(status),
                LabelChange.read(command));
    }
}
