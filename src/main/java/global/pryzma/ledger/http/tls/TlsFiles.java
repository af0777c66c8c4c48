package global.pryzma.ledger.http.tls;

import global.pryzma.ledger.security.ExposedFile;
import global.pryzma.ledger.security.SecretFile;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;

/** The files of TLS as they are now, read together. */
final class TlsFiles {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;

    TlsFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /**
     * What connections begin with.
     *
     * @param identity as which the service shows itself
     * @param digest of the files that it was made of
     */
    record Loaded(SslContext context, Identity identity, byte[] digest) {}

    /**
     * What they hold, or null if it is what {@code known} was made of.
     *
     * @throws CertificateRefused if it can't be used
     */
    @Nullable Loaded readUnlessKnown(@Nullable Loaded known) {
        byte[] certificate = read(settings.certificate());
        byte[] authorities =
                settings.clientAuthorities().map(TlsFiles::read).orElseGet(() -> new byte[0]);
        byte[] key = readKey(settings.key());
        try {
            byte[] digest = digest(certificate, authorities, key);
            if (known != null && MessageDigest.isEqual(known.digest(), digest)) {
                return null;
            }
            Identity identity = identity(certificate, key);
            return new Loaded(context(identity, authorities), identity, digest);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private Identity identity(byte[] certificate, byte[] key) {
        String file = settings.certificate().toString();
        List<X509Certificate> chain = Pem.certificates(file, certificate);
        try {
            return new Identity(
                    chain,
                    Pem.key(settings.key().toString(), key, Identity.algorithm(chain.getFirst())));
        } catch (CertificateRefused refused) {
            throw new CertificateRefused(
                    "%s and %s: %s".formatted(file, settings.key(), refused.getMessage()), refused);
        }
    }

    private SslContext context(Identity identity, byte[] authorities) {
        SslContextBuilder builder =
                SslContextBuilder.forServer(identity.key(), identity.chain())
                        .sslProvider(SslProvider.JDK)
                        .protocols(PROTOCOLS);
        settings.clientAuthorities()
                .ifPresent(file ->
                        builder.trustManager(Pem.certificates(file.toString(), authorities))
                                .clientAuth(
                                        settings.needsClientCertificate()
                                                ? ClientAuth.REQUIRE
                                                : ClientAuth.OPTIONAL));
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new CertificateRefused(
                    settings.certificate() + " can't be used: " + innermost(unusable).getMessage(),
                    unusable);
        }
    }

    private static Throwable innermost(Throwable fault) {
        return fault.getCause() == null ? fault : innermost(fault.getCause());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] readKey(Path file) {
        try {
            return SecretFile.read(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CertificateRefused unreadable(Path file, IOException fault) {
        return new CertificateRefused(
                switch (fault) {
                    case ExposedFile exposed -> String.valueOf(exposed.getMessage());
                    case NoSuchFileException _ -> file + " is not there";
                    default -> "%s can't be read: %s".formatted(file, fault);
                },
                fault);
    }

    private static byte[] digest(byte[]... contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents) {
                digest.update((content.length + " ").getBytes(StandardCharsets.US_ASCII));
                digest.update(content);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
