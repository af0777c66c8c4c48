package global.pryzma.ledger;

import global.pryzma.ledger.embedded.Topology;
import global.pryzma.ledger.logging.LogFormat;
import global.pryzma.ledger.operations.ManagementServer;
import global.pryzma.ledger.organisation.DemoOrganisation;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;

/** The text that is printed when the service is ready: where things are, and how to get a token. */
@Singleton
final class Banner {
    private static final Logger LOG = LoggerFactory.getLogger(Banner.class);

    private final Topology topology;
    private final DemoOrganisation demo;
    private final ManagementServer management;
    private final Path dataFolder;

    Banner(
            Topology topology,
            DemoOrganisation demo,
            ManagementServer management,
            @Value("${pryzma.data-folder}") Path dataFolder) {
        this.topology = topology;
        this.demo = demo;
        this.management = management;
        this.dataFolder = dataFolder.toAbsolutePath().normalize();
    }

    /**
     * To whoever has started it; in a log for machines one line alone, and no secret: the file has
     * it.
     */
    void show(URI uri) {
        switch (LogFormat.configured()) {
            case TEXT -> System.out.println(text(uri));
            case JSON -> LOG.info("Pryzma Ledger is ready: {}", uri);
        }
    }

    String text(URI uri) {
        StringBuilder text = new StringBuilder();
        text.append("\nPryzma Ledger is ready: ").append(uri).append('\n');
        line(text, "API", uri + "/docs");
        line(text, "Operations", uri + "/operations");
        management.uri().ifPresent(operators -> line(text, "Metrics", operators + "/metrics"));
        line(text, "Data", dataFolder.toString());
        line(
                text,
                "Postgres",
                topology.isPostgresEmbedded()
                        ? "embedded, for development and tests"
                        : "as configured");
        line(
                text,
                "Ledger",
                topology.isLedgerEmbedded()
                        ? "embedded, for development and tests only: production needs a TigerBeetle"
                                + " cluster"
                        : "as configured");
        if (demo.isEnabled()) {
            demo.created()
                    .ifPresent(credential -> {
                        line(text, "Demo client", credential.clientId());
                        line(text, "Secret", credential.clientSecret() + "  (shown this once)");
                    });
            line(text, "Credential", demo.credentialFile().toString());
            line(text, "Token", ". " + demo.credentialFile());
            line(
                    text,
                    "",
                    "curl -s -u \"$PRYZMA_CLIENT_ID:$PRYZMA_CLIENT_SECRET\" -d"
                            + " grant_type=client_credentials "
                            + uri
                            + "/oauth2/token");
        } else {
            line(
                    text,
                    "Token",
                    "POST " + uri + "/oauth2/token, with a credential that is in Postgres");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-12s%s%n".formatted(name, value));
    }
}
