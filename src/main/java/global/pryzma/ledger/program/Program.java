package global.pryzma.ledger.program;

import java.util.Set;
import java.util.UUID;

/**
 * The facts about a program that other features need; none of them ever changes.
 *
 * @param currencies the codes that its accounts may use; empty for any
 */
public record Program(UUID id, UUID organisation, Set<String> currencies) {
    public Program {
        currencies = Set.copyOf(currencies);
    }

    /** Whether its accounts may be kept in the currency with this code. */
    public boolean allows(String currency) {
        return currencies.isEmpty() || currencies.contains(currency);
    }
}
