package global.pryzma.ledger.tigerbeetle;

/**
 * What is known of whether anybody listens at the cluster's addresses. That says nothing about who,
 * or about answers; it says when it is worth while to open a client.
 */
interface Reachability {
    /**
     * Looks from now on, until {@link #leave}. May be called again.
     *
     * @param wake run whenever something begins to listen, on any thread
     */
    void watch(Runnable wake);

    void leave(Runnable wake);

    /** Whether somebody listens at one of the addresses; only known while they are watched. */
    boolean anyoneListens();

    /** How often an address at which nobody listened has been seen to listen again. */
    long beginnings();

    /** How often the names have been seen to lead elsewhere. */
    long moves();
}
