package global.pryzma.ledger.embedded;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;

/** The condition that no cluster is configured. */
final class LedgerIsEmbedded implements Condition {
    @Override
    public boolean matches(ConditionContext context) {
        return Topology.ledgerAddresses(context).isEmpty();
    }
}
