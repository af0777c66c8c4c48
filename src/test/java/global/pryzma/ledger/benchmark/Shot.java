package global.pryzma.ledger.benchmark;

/** A request, and what its response has to be. */
interface Shot {
    /** As it goes over the wire. */
    byte[] request();

    /** Throws an AssertionError for a wrong response; 502 and 503 are not asked about. */
    void check(LoadConnection.Response response);
}
