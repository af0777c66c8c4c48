package global.pryzma.ledger.workload;

import java.util.List;

/**
 * What clients do in one run.
 *
 * @param opening the accounts, which are opened first
 * @param steps what follows
 */
record Script(List<Step> opening, List<Step> steps) {
    Script {
        opening = List.copyOf(opening);
        steps = List.copyOf(steps);
    }
}
