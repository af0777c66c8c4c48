package global.pryzma.ledger.security;

import java.util.UUID;

/** Those who note that a token is revoked, before it is: what can't be noted is not done. */
public interface RevocationNotes {
    /**
     * A client revokes a token, its own or, as an operator, another's.
     *
     * @param from where the request comes
     * @param token its id
     * @param of whose it is
     */
    void revokes(Caller client, Origin from, UUID token, Caller of);
}
