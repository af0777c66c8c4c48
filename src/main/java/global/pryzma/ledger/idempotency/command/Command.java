package global.pryzma.ledger.idempotency.command;

/**
 * What a client has asked for, checked and typed: path ids and body, and what the first try found
 * out. Its two forms are permanent; a change of one needs a new encoding version of its mutation.
 */
public interface Command {
    /**
     * What the client asked, in canonical form, from which the fingerprint is made: equal content
     * gives equal bytes, whatever the order and white space of the request's JSON.
     */
    byte[] content();

    /**
     * All that a later try needs: the content, and what the first try found out, such as the ledger
     * number of an account.
     */
    byte[] encode();
}
