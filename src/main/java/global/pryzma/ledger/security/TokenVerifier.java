package global.pryzma.ledger.security;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The check of tokens of the one issuer that they are taken from. */
interface TokenVerifier {
    /** A token that was verified before, and still holds; its signature is not checked again. */
    Optional<TokenCheck.Valid> known(String token);

    /**
     * Done, and never with a fault, when the key is there that the token needs, or nothing more is
     * to be waited for.
     */
    default CompletableFuture<Void> keyOf(String token) {
        return CompletableFuture.completedFuture(null);
    }

    /** Checks everything about a token but whether it was revoked; waits for nothing. */
    TokenCheck verify(String token);
}
