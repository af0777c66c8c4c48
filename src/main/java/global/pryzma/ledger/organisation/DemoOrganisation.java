package global.pryzma.ledger.organisation;

import global.pryzma.ledger.operations.Deployment;
import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.security.ExposedFile;
import global.pryzma.ledger.security.ExternalIssuer;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.SecretFile;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/**
 * An organisation to try the service with, and its one credential. By default there is one where
 * Postgres is the embedded one and no external issuer is set, and none elsewhere; {@code
 * pryzma.demo.enabled} says otherwise.
 *
 * <p>The file comes first, then the row, and each start makes the row that the file speaks of: so
 * whenever a start is killed, the next one ends with a file whose secret works. A file that was
 * lost is made anew, with a new credential, since the old secret is kept nowhere else.
 */
@Singleton
public final class DemoOrganisation {
    /** The demo organisation's id, the same in every installation. */
    public static final UUID ID = UUID.fromString("de300000-0000-4000-8000-000000000001");

    private static final String NAME = "Demo";

    private final CredentialRows rows;
    private final OrganisationRows organisations;
    private final boolean enabled;
    private final Path file;
    private @Nullable DemoCredential created;

    DemoOrganisation(
            CredentialRows rows,
            OrganisationRows organisations,
            Deployment deployment,
            ExternalIssuer issuer,
            @Nullable @Value("${pryzma.demo.enabled}") Boolean enabled,
            @Value("${pryzma.data-folder:data}") Path dataFolder) {
        this.rows = rows;
        this.organisations = organisations;
        this.enabled =
                enabled == null ? deployment.postgresEmbedded() && !issuer.isConfigured() : enabled;
        this.file = dataFolder.resolve("demo-credential");
    }

    /** Whether there is a demo organisation. */
    public boolean isEnabled() {
        return enabled;
    }

    /** The file with the credential, readable by its owner only. */
    public Path credentialFile() {
        return file.toAbsolutePath().normalize();
    }

    /** The credential if this very start has made it: to be shown now, and never again. */
    public Optional<DemoCredential> created() {
        return Optional.ofNullable(created);
    }

    @EventListener
    void prepare(StartupEvent start) {
        if (!enabled) {
            return;
        }
        DemoCredential fresh = DemoCredential.random();
        DemoCredential kept = DemoCredential.fromFile(readOrCreate(fresh.toFile()));
        organisations.insertIfAbsent(ID, NAME);
        rows.insertIfAbsent(
                kept.clientId(),
                ID,
                Secret.hash(kept.clientSecret()),
                Scope.format(EnumSet.allOf(Scope.class)));
        created = kept.equals(fresh) ? fresh : null;
    }

    private String readOrCreate(String content) {
        try {
            byte[] bytes =
                    SecretFile.readOrCreate(file, () -> content.getBytes(StandardCharsets.UTF_8));
            String text = new String(bytes, StandardCharsets.UTF_8);
            Arrays.fill(bytes, (byte) 0);
            return text;
        } catch (ExposedFile exposed) {
            throw new StartRefused(String.valueOf(exposed.getMessage()), exposed);
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo credential's file " + file, failure);
        }
    }
}
