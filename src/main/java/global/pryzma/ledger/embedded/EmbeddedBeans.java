package global.pryzma.ledger.embedded;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.operations.Deployment;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The factory of what the rest of the service needs to know: where the ledger is, and what is
 * embedded.
 */
@Factory
final class EmbeddedBeans {
    @Singleton
    ClusterEndpoints clusterEndpoints(Topology topology, @Nullable EmbeddedLedger embedded) {
        return new ClusterEndpoints(
                topology.clusterId().toLedgerId(),
                embedded == null ? topology.ledgerAddresses() : List.of(embedded.address()));
    }

    @Singleton
    @Requires(condition = LedgerIsEmbedded.class)
    EmbeddedLedger embeddedLedger(Topology topology, EmbeddedServers parts) {
        return new EmbeddedLedger(parts.replica(topology.clusterId().value()));
    }

    @Singleton
    Deployment deployment(Topology topology) {
        return new Deployment(
                version(), topology.isPostgresEmbedded(), topology.isLedgerEmbedded());
    }

    /** The version in the jar's manifest; classes that run from a folder have none. */
    private static String version() {
        String version = EmbeddedBeans.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
