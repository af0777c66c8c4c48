package global.pryzma.ledger.security;

/** The end of a request to the token endpoint with one of its own errors. */
final class TokenRefused extends Exception {
    private final TokenError error;

    TokenRefused(TokenError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    TokenError error() {
        return error;
    }
}
