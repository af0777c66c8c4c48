package global.pryzma.ledger.program;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.words.Label;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A change of a program, and what it was before.
 *
 * @param currencies that it had; empty for any
 * @param isMade whether the change was made by an earlier request with this key, whose record is
 *     gone: then it is answered again, and nothing is written over what came later
 */
record UpdateProgramCommand(
        ProgramChange change,
        Label label,
        List<String> currencies,
        long createdAtNanos,
        boolean isMade)
        implements Command {
    private static final String OLD = "old_";
    private static final String MADE = "made";
    private static final String TRUE = "true";

    UpdateProgramCommand {
        currencies = List.copyOf(currencies);
    }

    ProgramResponse answer(UUID organisation) {
        Label after = change.label().appliedTo(label);
        List<String> codes = change.appliedTo(currencies);
        return new ProgramResponse(
                change.programId(),
                organisation,
                Objects.requireNonNull(after.name()),
                codes.isEmpty() ? null : codes,
                after.metadata(),
                WireTime.of(createdAtNanos));
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return change.write().end();
    }

    /** With what there was before, version 1. */
    @Override
    public byte[] encode() {
        return label.write(change.write(), OLD)
                .texts(OLD + "currencies", currencies.isEmpty() ? null : currencies)
                .number("created_at_nanos", createdAtNanos)
                .text(MADE, isMade ? TRUE : null)
                .end();
    }

    static UpdateProgramCommand read(CommandReader reader) {
        ProgramChange change = ProgramChange.read(reader);
        List<String> before = reader.optionalTexts(OLD + "currencies");
        return new UpdateProgramCommand(
                change,
                Label.read(reader, OLD),
                before == null ? List.of() : before,
                reader.number("created_at_nanos"),
                TRUE.equals(reader.optionalText(MADE)));
    }
}
