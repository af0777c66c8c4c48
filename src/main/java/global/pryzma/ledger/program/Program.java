package global.pryzma.ledger.program;

import java.util.Set;
import java.util.UUID;

/**
 * The facts about a program that other features need. None of them ever changes but the currencies,
 * and those are only added to.
 *
 * @param currencies the codes that its accounts may use; empty for any
 */
public record Program(UUID id, UUID organisation, Set<String> currencies) {
    public Program {
        currencies = Set.copyOf(currencies);
    }

    boolean allows(String currency) {
        return currencies.isEmpty() || currencies.contains(currency);
    }
}
