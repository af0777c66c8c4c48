package global.pryzma.ledger.http.tls;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates and keys in files of PEM (RFC 7468); what else is in them is passed over. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    private Pem() {}

    /** The certificates in their order, of which there is one at least. */
    static List<X509Certificate> certificates(String file, byte[] content) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(content)));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                if (block.group(1).equals(CERTIFICATE)) {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                    certificates.add(
                            (X509Certificate)
                                    factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw new CertificateRefused(file + " holds what is no certificate", malformed);
        }
        if (certificates.isEmpty()) {
            throw new CertificateRefused(file + " holds no certificate (BEGIN CERTIFICATE)");
        }
        return certificates;
    }

    /**
     * The private key. What is made on the way to it is overwritten; the key itself keeps its bytes
     * for as long as it is used.
     *
     * @param algorithm of the public key that it belongs to
     */
    static PrivateKey key(String file, byte[] content, String algorithm) {
        CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(content));
        try {
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                if (block.group(1).equals(KEY)) {
                    return key(file, content, block.start(2), block.end(2), algorithm);
                }
                if (block.group(1).endsWith(KEY)) {
                    throw new CertificateRefused(
                            "%s holds a key of another form (%s): openssl pkcs8 -topk8 -nocrypt makes one that can be read"
                                    .formatted(file, block.group(1)));
                }
            }
        } finally {
            Arrays.fill(text.array(), '\0');
        }
        throw new CertificateRefused(file + " holds no private key (BEGIN PRIVATE KEY)");
    }

    /** One byte of the file is one character of its text. */
    private static PrivateKey key(
            String file, byte[] content, int from, int until, String algorithm) {
        byte[] encoded = Arrays.copyOfRange(content, from, until);
        byte[] der = new byte[0];
        try {
            der = Base64.getMimeDecoder().decode(encoded);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            // Not with its cause: a parser may show what it has parsed.
            throw new CertificateRefused(
                    "%s holds no %s key, as its certificate has it".formatted(file, algorithm));
        } finally {
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }
}
