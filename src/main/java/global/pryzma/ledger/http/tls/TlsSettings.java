package global.pryzma.ledger.http.tls;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of TLS; without a certificate there is none.
 *
 * @param certificateFile the service's certificate and those that lead to its authority, as PEM
 * @param keyFile its private key, as PEM
 * @param clientCaFile the authorities of clients' certificates, as PEM; without it clients are
 *     asked for none
 * @param clientAuthentication {@code need}: who has no certificate is not let in; {@code want}: who
 *     has one must have a good one
 * @param reloadInterval how often the files are looked at
 */
@Context // what is wrong with them is told at the start
@ConfigurationProperties(TlsSettings.PREFIX)
record TlsSettings(
        @Nullable String certificateFile,
        @Nullable String keyFile,
        @Nullable String clientCaFile,
        @Nullable String clientAuthentication,
        @Bindable(defaultValue = "10s") Duration reloadInterval) {
    static final String PREFIX = "pryzma.tls";

    @ConfigurationInject
    TlsSettings {
        if (path(certificateFile).isPresent() != path(keyFile).isPresent()) {
            throw new IllegalArgumentException(
                    "pryzma.tls.certificate-file and pryzma.tls.key-file go together");
        }
        if (path(clientCaFile).isPresent() && path(certificateFile).isEmpty()) {
            throw new IllegalArgumentException(
                    "pryzma.tls.client-ca-file needs a pryzma.tls.certificate-file");
        }
        String asked = clientAuthentication == null ? "" : clientAuthentication.strip();
        if (!asked.isEmpty() && path(clientCaFile).isEmpty()) {
            throw new IllegalArgumentException(
                    "pryzma.tls.client-authentication needs a pryzma.tls.client-ca-file");
        }
        if (!asked.isEmpty() && !asked.equals("need") && !asked.equals("want")) {
            throw new IllegalArgumentException(
                    "pryzma.tls.client-authentication is need or want, not " + asked);
        }
        clientAuthentication = asked;
        if (!reloadInterval.isPositive()) {
            throw new IllegalArgumentException("pryzma.tls.reload-interval is more than nothing");
        }
    }

    Path certificate() {
        return path(certificateFile).orElseThrow();
    }

    Path key() {
        return path(keyFile).orElseThrow();
    }

    Optional<Path> clientAuthorities() {
        return path(clientCaFile);
    }

    /** Whether a client without a certificate is not let in; so it is unless told otherwise. */
    boolean needsClientCertificate() {
        return !"want".equals(clientAuthentication);
    }

    private static Optional<Path> path(@Nullable String text) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
