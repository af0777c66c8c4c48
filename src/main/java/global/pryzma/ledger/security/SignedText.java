package global.pryzma.ledger.security;

import com.nimbusds.jwt.SignedJWT;

import java.text.ParseException;
import java.util.Base64;

/** The reading of a signed JWT from its one text. */
final class SignedText {
    static final int MAX_CHARS = 4096;

    private SignedText() {}

    /** A reader of what can fail in more ways than it says. */
    interface Reading<T> {
        T read() throws ParseException, Faulty;
    }

    /** What can't be read is malformed: the parser has faults of its own for some texts. */
    static <T> T orMalformed(Reading<T> reading) throws Faulty {
        try {
            return reading.read();
        } catch (ParseException | RuntimeException | StackOverflowError malformed) {
            throw new Faulty(TokenFault.MALFORMED);
        }
    }

    /** The token, of which nothing is known to be true yet. */
    static SignedJWT parse(String text) throws Faulty {
        if (text.length() > MAX_CHARS) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        return orMalformed(() -> {
            SignedJWT token = SignedJWT.parse(text);
            if (!isCanonical(text)) {
                throw new Faulty(TokenFault.MALFORMED);
            }
            return token;
        });
    }

    /**
     * Whether each part is base64url as RFC 7515 has it: no padding, no stray bits, no other
     * characters. The parser takes all of these, and one token would have many texts.
     */
    private static boolean isCanonical(String token) {
        for (String part : token.split("\\.", -1)) {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return false;
            }
        }
        return true;
    }
}
