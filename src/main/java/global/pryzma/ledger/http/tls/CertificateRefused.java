package global.pryzma.ledger.http.tls;

/** The reason why files can't be used for TLS, in a sentence for operators. */
final class CertificateRefused extends RuntimeException {
    CertificateRefused(String message) {
        super(message);
    }

    CertificateRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
