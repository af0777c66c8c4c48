package global.pryzma.ledger.http.connection;

/** Who wants to know when an answer has left the service; each method is called by one thread. */
public interface AnswerWatch {
    /**
     * The client does not take the answer as fast as it is sent, so that it stays in memory.
     *
     * @param bytes of its body
     */
    void waits(int bytes);

    /** The client has taken the whole answer, or will never take it. Called once. */
    void over();
}
