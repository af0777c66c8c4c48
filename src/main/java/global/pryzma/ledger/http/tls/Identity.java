package global.pryzma.ledger.http.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * Who the service is to its clients: a certificate with the chain to its authority, and the key
 * that belongs to it. Two files are not replaced in one moment; a pair that does not match is none.
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /**
     * @throws CertificateRefused for a pair that clients could not trust
     */
    Identity {
        chain = List.copyOf(chain);
        requireMatch(chain.getFirst(), key);
        requireTime(chain.getFirst());
    }

    /**
     * @throws CertificateRefused if it holds no more
     */
    void requireTime() {
        requireTime(chain.getFirst());
    }

    /** The algorithm of the key that a certificate is for, if we can work with it. */
    static String algorithm(X509Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        if (!SIGNATURES.containsKey(algorithm)) {
            throw new CertificateRefused(
                    "a certificate's key is RSA, EC or EdDSA, not " + algorithm);
        }
        return algorithm;
    }

    private static void requireMatch(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(SIGNATURES.get(algorithm(certificate)));
            byte[] text = certificate.getSignature();
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            if (!signature.verify(signed)) {
                throw new CertificateRefused("the key is not the one of the certificate");
            }
        } catch (GeneralSecurityException mismatch) {
            throw new CertificateRefused("the key is not the one of the certificate", mismatch);
        }
    }

    private static void requireTime(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException expired) {
            throw new CertificateRefused(
                    "the certificate has expired, on " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException early) {
            throw new CertificateRefused(
                    "the certificate does not hold before "
                            + certificate.getNotBefore().toInstant());
        }
    }

    /** What it says, for the log. */
    @Override
    public String toString() {
        return "%s until %s"
                .formatted(
                        chain.getFirst().getSubjectX500Principal(),
                        chain.getFirst().getNotAfter().toInstant());
    }
}
