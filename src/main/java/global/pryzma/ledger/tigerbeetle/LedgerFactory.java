package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.LaneListener;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.exceptions.ConfigurationException;

import jakarta.inject.Singleton;

/** The factory of the service's one {@link Ledger}. */
@Factory
final class LedgerFactory {
    @Singleton
    @Bean(typed = Ledger.class, preDestroy = "close")
    TigerBeetleLedger ledger(
            ClusterEndpoints endpoints,
            GenesisAccount genesis,
            LaneListener listener,
            GatewaySettings settings,
            Metrics metrics) {
        // Before the first client, whose native part would end the process without a reason.
        IoUring.whyNot()
                .ifPresent(why -> {
                    throw new ConfigurationException(why);
                });
        return new TigerBeetleLedger(
                new NativeClients(endpoints), genesis, listener, settings, metrics);
    }
}
