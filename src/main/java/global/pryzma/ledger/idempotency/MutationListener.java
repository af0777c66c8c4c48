package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;

/**
 * Is told how far a mutation has come, in the thread that runs it and before it goes on. These are
 * the places between two durable writes, where the process may end and a retry has to converge.
 */
public interface MutationListener {
    void reached(Step step, IdempotencyKey key);

    /** A durable step that is done. */
    enum Step {
        /** The claim is committed in Postgres; nothing was submitted yet. */
        CLAIMED,
        /** The ledger has answered; nothing was recorded yet. */
        ANSWERED,
        /** The response is committed in Postgres; the caller has not got it yet. */
        RECORDED
    }
}
