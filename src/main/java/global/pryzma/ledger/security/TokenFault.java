package global.pryzma.ledger.security;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.Locale;

/** The reasons for which a token is not valid; callers are told them by their names. */
public enum TokenFault {
    /** It is no token, or not one of the form that ours have. */
    MALFORMED,

    /** It is not signed by a key of ours, with that key's algorithm. */
    BAD_SIGNATURE,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    NOT_YET_VALID,
    EXPIRED,

    /** It, or its credential, was revoked. */
    REVOKED,
    CREDENTIAL_EXPIRED,
    ADDRESS_NOT_ALLOWED;

    /** The {@code error_description} of RFC 6750, and the problem's detail. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    ProblemException refusal() {
        return ProblemException.of(ProblemCode.INVALID_TOKEN, reason());
    }
}
