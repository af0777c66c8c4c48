package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** What became of the check of a token. */
sealed interface TokenCheck {
    /**
     * It is one of ours and holds now.
     *
     * @param id by which it can be revoked; null if it says none
     */
    record Valid(Caller caller, @Nullable UUID id, Instant issued, Instant expires)
            implements TokenCheck {}

    record Refused(TokenFault fault) implements TokenCheck {}

    /** It can't be found out at present: the issuer's keys can't be read. */
    record Unsure() implements TokenCheck {}
}
