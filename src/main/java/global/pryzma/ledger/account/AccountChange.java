package global.pryzma.ledger.account;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A change of an account that a client asks for, checked.
 *
 * @param status active or frozen; null to leave it as it is
 */
record AccountChange(
        UUID accountId,
        @Nullable AccountStatus status,
        FieldChange<String> name,
        FieldChange<Map<String, String>> metadata) {
    AccountChange {
        if (status == AccountStatus.CLOSED) {
            throw new IllegalArgumentException("a change does not close an account");
        }
        if (metadata instanceof FieldChange.Replaced<Map<String, String>>(var map)) {
            metadata = new FieldChange.Replaced<>(new TreeMap<>(map));
        }
    }

    boolean isEmpty() {
        return status == null
                && name instanceof FieldChange.Kept
                && metadata instanceof FieldChange.Kept;
    }

    /** The account once the change is made. */
    AccountSnapshot appliedTo(AccountSnapshot account) {
        String newName =
                switch (name) {
                    case FieldChange.Kept<String>() -> account.name();
                    case FieldChange.Removed<String>() -> null;
                    case FieldChange.Replaced<String>(String text) -> text;
                };
        Map<String, String> newMetadata =
                switch (metadata) {
                    case FieldChange.Kept<Map<String, String>>() -> account.metadata();
                    case FieldChange.Removed<Map<String, String>>() -> Map.of();
                    case FieldChange.Replaced<Map<String, String>>(var map) -> map;
                };
        return account.changed(newName, newMetadata, status == null ? account.status() : status);
    }

    /** The change in canonical form, version 1. */
    CommandWriter write() {
        List<String> removed = new ArrayList<>();
        if (metadata instanceof FieldChange.Removed) {
            removed.add("metadata");
        }
        if (name instanceof FieldChange.Removed) {
            removed.add("name");
        }
        return CommandWriter.begin()
                .uuid("account_id", accountId)
                .text("status", status == null ? null : status.wire())
                .text("name", replaced(name))
                .textMap("metadata", replaced(metadata))
                .texts("remove", removed.isEmpty() ? null : removed);
    }

    static AccountChange read(CommandReader command) {
        String status = command.optionalText("status");
        List<String> texts = command.optionalTexts("remove");
        List<String> removed = texts == null ? List.of() : texts;
        return new AccountChange(
                command.uuid("account_id"),
                status == null ? null : AccountStatus.ofWire(status),
                change(command.optionalText("name"), removed.contains("name")),
                change(command.optionalTextMap("metadata"), removed.contains("metadata")));
    }

    private static <T> @Nullable T replaced(FieldChange<T> change) {
        return change instanceof FieldChange.Replaced<T>(T value) ? value : null;
    }

    private static <T> FieldChange<T> change(@Nullable T value, boolean removed) {
        if (removed) {
            return new FieldChange.Removed<>();
        }
        return value == null ? new FieldChange.Kept<>() : new FieldChange.Replaced<>(value);
    }
}
