package global.pryzma.ledger.security;

import java.util.Locale;

/** The errors of RFC 6749, section 5.2, and of RFC 7009 that the OAuth endpoints give. */
enum TokenError {
    INVALID_REQUEST(400),
    INVALID_CLIENT(401),
    UNSUPPORTED_GRANT_TYPE(400),
    INVALID_SCOPE(400),

    /** The token is another client's (RFC 7009, section 2.1). */
    UNAUTHORIZED_CLIENT(400),

    /** The token has no id by which it could be revoked (RFC 7009, section 2.2.1). */
    UNSUPPORTED_TOKEN_TYPE(400);

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
