package global.pryzma.ledger.security;

/** The end of the check of a token that is not valid. */
final class Faulty extends Exception {
    private final TokenFault fault;

    Faulty(TokenFault fault) {
        super(fault.reason(), null, false, false);
        this.fault = fault;
    }

    TokenFault fault() {
        return fault;
    }
}
