package global.pryzma.ledger.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.testing.TestCertificate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** What the files of TLS must be, at the start and later on. */
class TlsFilesTest {
    private static final TestCertificate ONE = TestCertificate.make("one");
    private static final TestCertificate OTHER =
            TestCertificate.make("other", "-keyalg", "RSA", "-keysize", "2048");
    private static final TestCertificate EXPIRED =
            TestCertificate.make("expired", "-startdate", "-10d", "-validity", "3");

    @TempDir Path folder;
    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws Exception {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        Files.writeString(certificate, ONE.pem());
        ONE.writeKey(key);
    }

    @Test
    void aPairAndAnotherOneWithOtherThingsAround() throws Exception {
        Tls tls = new Tls(settings());
        tls.run();
        Files.writeString(certificate, "Subject: other\n" + OTHER.pem());
        TestCertificate.writeSecret(key, OTHER.pem() + OTHER.keyPem());
        tls.run();
        tls.run();
    }

    @Test
    void filesThatAreNotThere() throws Exception {
        Files.delete(key);
        assertRefused("TLS: " + key + " is not there");
        Files.delete(certificate);
        assertRefused("TLS: " + certificate + " is not there");
    }

    @Test
    void aCertificateThatHasExpired() throws Exception {
        Files.writeString(certificate, EXPIRED.pem());
        EXPIRED.writeKey(key);
        assertRefused(
                "TLS: %s and %s: the certificate has expired, on %s"
                        .formatted(
                                certificate, key, EXPIRED.certificate().getNotAfter().toInstant()));
    }

    @Test
    void aKeyOfAnotherCertificate() throws Exception {
        OTHER.writeKey(key);
        assertRefused("holds no EC key, as its certificate has it");
        TestCertificate.make("third").writeKey(key);
        assertRefused("the key is not the one of the certificate");
    }

    @Test
    void certificatesThatAreNoChain() throws Exception {
        Files.writeString(certificate, ONE.pem() + OTHER.pem());
        assertRefused("tls.crt can't be used: Certificate chain is not valid");
    }

    @Test
    void whatIsNoPem() throws Exception {
        Files.writeString(certificate, "garbage");
        assertRefused("tls.crt holds no certificate (BEGIN CERTIFICATE)");
        Files.writeString(
                certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertRefused("tls.crt holds what is no certificate");
        Files.writeString(certificate, ONE.pem());
        TestCertificate.writeSecret(key, "garbage");
        assertRefused("tls.key holds no private key (BEGIN PRIVATE KEY)");
    }

    @Test
    void aKeyOfAnotherFormIsToldHowToBecomeOne() throws Exception {
        TestCertificate.writeSecret(key, ONE.keyPem().replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertRefused("RSA PRIVATE KEY): openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void aKeyThatOthersMayRead() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("is open to others (rw-r--r--): chmod 600 " + key);
    }

    @Test
    void whatCannotBeUsedLaterChangesNothing() throws Exception {
        Tls tls = new Tls(settings());
        OTHER.writeKey(key);
        assertThatThrownBy(tls::run).isInstanceOf(CertificateRefused.class);
        assertThatThrownBy(tls::run).as("told again").isInstanceOf(CertificateRefused.class);
        Files.writeString(certificate, OTHER.pem());
        tls.run();
        Files.delete(certificate);
        assertThatThrownBy(tls::run).hasMessageEndingWith("is not there");
    }

    @Test
    void settingsThatDoNotGoTogether() {
        assertSettings("go together", "c", null, null, null);
        assertSettings("go together", null, "k", null, null);
        assertSettings("client-ca-file needs", null, null, "ca", null);
        assertSettings("client-authentication needs", "c", "k", "", "need");
        assertSettings("is need or want, not must", "c", "k", "ca", "must");
        assertThat(new TlsSettings("", "", "", "", Duration.ofSeconds(1)).clientAuthorities())
                .as("empty is not said at all")
                .isEmpty();
    }

    private static void assertSettings(
            String complaint,
            @Nullable String certificate,
            @Nullable String key,
            @Nullable String authorities,
            @Nullable String authentication) {
        assertThatThrownBy(() ->
                        new TlsSettings(
                                certificate,
                                key,
                                authorities,
                                authentication,
                                Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pryzma.tls.")
                .hasMessageContaining(complaint);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> new Tls(settings()))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("TLS: ")
                .hasMessageContaining(reason);
    }

    private TlsSettings settings() {
        return new TlsSettings(
                certificate.toString(), key.toString(), null, null, Duration.ofSeconds(1));
    }
}
