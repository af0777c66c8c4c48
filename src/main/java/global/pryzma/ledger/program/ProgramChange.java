package global.pryzma.ledger.program;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.words.LabelChange;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A change of a program that a client asks for, checked.
 *
 * @param currencies all that it is to have then, in alphabetical order, each once; empty to leave
 *     them as they are
 */
record ProgramChange(UUID programId, LabelChange label, List<String> currencies) {
    ProgramChange {
        currencies = List.copyOf(new TreeSet<>(currencies));
    }

    boolean isEmpty() {
        return label.isEmpty() && currencies.isEmpty();
    }

    /** What the program may use once the change is made, which takes nothing away. */
    List<String> appliedTo(List<String> before) {
        TreeSet<String> after = new TreeSet<>(before);
        after.addAll(currencies);
        return List.copyOf(after);
    }

    /** The change in canonical form, version 1. */
    CommandWriter write() {
        return label.write(CommandWriter.begin().uuid("program_id", programId))
                .texts("currencies", currencies.isEmpty() ? null : currencies);
    }

    static ProgramChange read(CommandReader command) {
        List<String> currencies = command.optionalTexts("currencies");
        return new ProgramChange(
                command.uuid("program_id"),
                LabelChange.read(command),
                currencies == null ? List.of() : currencies);
    }
}
