package global.pryzma.ledger.security;

import java.util.Locale;

/** The errors of RFC 6749, section 5.2, that the token endpoint gives. */
enum TokenError {
    INVALID_REQUEST(400),
    INVALID_CLIENT(401),
    UNSUPPORTED_GRANT_TYPE(400),
    INVALID_SCOPE(400);

    private final int status;

    TokenError(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
