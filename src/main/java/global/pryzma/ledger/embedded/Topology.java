package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.context.env.Environment;
import io.micronaut.core.type.Argument;
import io.micronaut.core.util.StringUtils;
import io.micronaut.core.value.PropertyResolver;

import jakarta.inject.Singleton;

import java.util.List;

/** The places of the parts, as configured: which are embedded, and where the others are. */
@Singleton
public final class Topology {
    private final boolean postgresEmbedded;
    private static final String POSTGRES = "jdbc:postgresql:";

    private final List<String> ledgerAddresses;
    private final ClusterId clusterId;

    Topology(Environment properties) {
        String postgresUrl =
                properties.getProperty("datasources.default.url", String.class).orElse("");
        this.postgresEmbedded = postgresUrl.isEmpty();
        if (!postgresEmbedded && !postgresUrl.startsWith(POSTGRES)) {
            // Not shown: such URLs often hold a password.
            throw new StartRefused(
                    "datasources.default.url is no JDBC URL of a Postgres: it begins with "
                            + POSTGRES
                            + "//host:port/database, and user and password are settings of their"
                            + " own.");
        }
        this.ledgerAddresses = ledgerAddresses(properties);
        this.clusterId =
                ClusterId.parse(
                        properties
                                .getProperty("pryzma.ledger.cluster-id", String.class)
                                .orElse("0"));
        boolean ledgerEmbeddedByName =
                properties
                        .getProperty("pryzma.ledger.embedded", Boolean.class)
                        .orElse(Boolean.FALSE);
        if (ledgerEmbeddedByName && !this.ledgerAddresses.isEmpty()) {
            throw new StartRefused(
                    "Both pryzma.ledger.addresses and pryzma.ledger.embedded=true are given: which"
                            + " ledger is it?");
        }
        // A forgotten setting would otherwise put the books of a real Postgres into an empty
        // ledger.
        if (!postgresEmbedded && this.ledgerAddresses.isEmpty() && !ledgerEmbeddedByName) {
            throw new StartRefused(
                    "A Postgres URL is given but no ledger: give the cluster's addresses"
                            + " (PRYZMA_LEDGER_ADDRESSES), or ask for the embedded ledger by name"
                            + " (PRYZMA_LEDGER_EMBEDDED=true).");
        }
    }

    static List<String> ledgerAddresses(PropertyResolver properties) {
        return properties
                .getProperty("pryzma.ledger.addresses", Argument.listOf(String.class))
                .orElse(List.of())
                .stream()
                .map(String::strip)
                .filter(StringUtils::isNotEmpty)
                .toList();
    }

    public boolean isPostgresEmbedded() {
        return postgresEmbedded;
    }

    public boolean isLedgerEmbedded() {
        return ledgerAddresses.isEmpty();
    }

    List<String> ledgerAddresses() {
        return ledgerAddresses;
    }

    ClusterId clusterId() {
        return clusterId;
    }
}
