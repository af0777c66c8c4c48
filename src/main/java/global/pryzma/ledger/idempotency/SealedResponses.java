package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.security.ServiceKey;

import jakarta.inject.Singleton;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Responses with a secret in them: recorded, replayed, and never stored in a form that shows it. In
 * the place of the secret they have it encrypted, by AES-GCM with a key that comes from the
 * instances' shared key file, and bound to the idempotency key: in another key's record it does not
 * open. It is opened for who sends the request again, and for nobody else.
 */
@Singleton
public final class SealedResponses {
    /** The content type under which such a response is stored, and by which it is known. */
    private static final String TYPE = "application/vnd.pryzma.sealed+json";

    private static final String PLAIN_TYPE = "application/json";
    private static final String REDACTED = "redacted";
    private static final String MARK = "sealed.v1.";
    private static final Pattern SEALED = Pattern.compile("\"sealed\\.v1\\.([A-Za-z0-9_-]+)\"");
    private static final String LABEL = "sealed responses";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    SealedResponses(ServiceKey serviceKey) {
        this.key = new SecretKeySpec(serviceKey.derive(LABEL).getEncoded(), "AES");
    }

    /** The text that stands for the secret in the stored response to this request. */
    public String seal(MutationRequest request, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        ScopedKey scoped = new ScopedKey(request.organisation(), request.key().value());
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, scoped)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return MARK
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(
                                    ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                                            .put(nonce)
                                            .put(sealed)
                                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The response, a JSON object with such texts in it, as it is to be recorded. */
    public static RecordedResponse sealed(RecordedResponse response) {
        return new RecordedResponse(response.status(), TYPE, response.body());
    }

    /** The response as who asked for it gets it. */
    RecordedResponse opened(ScopedKey scoped, RecordedResponse response) {
        return replaced(response, sealed -> open(scoped, sealed).orElse(REDACTED));
    }

    /** The response as all others get it. */
    static RecordedResponse redacted(RecordedResponse response) {
        return replaced(response, _ -> REDACTED);
    }

    private static RecordedResponse replaced(
            RecordedResponse response, Function<String, String> by) {
        if (!response.contentType().equals(TYPE)) {
            return response;
        }
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return new RecordedResponse(
                response.status(),
                PLAIN_TYPE,
                SEALED.matcher(body)
                        .replaceAll(found ->
                                Matcher.quoteReplacement('"' + by.apply(found.group(1)) + '"'))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Empty for what another key file has sealed, or another idempotency key. */
    private Optional<String> open(ScopedKey scoped, String sealed) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            return Optional.of(
                    new String(
                            cipher(Cipher.DECRYPT_MODE, nonce, scoped)
                                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES),
                            StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, ScopedKey scoped)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(
                ByteBuffer.allocate(Long.BYTES * 4)
                        .putLong(scoped.organisation().getMostSignificantBits())
                        .putLong(scoped.organisation().getLeastSignificantBits())
                        .putLong(scoped.key().getMostSignificantBits())
                        .putLong(scoped.key().getLeastSignificantBits())
                        .array());
        return cipher;
    }
}
