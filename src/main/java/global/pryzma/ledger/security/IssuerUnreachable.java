package global.pryzma.ledger.security;

/** A time in which the keys of the external issuer can't be read; it passes by itself. */
public final class IssuerUnreachable extends RuntimeException {
    IssuerUnreachable(Throwable cause) {
        super("the keys of the external issuer can't be read (" + cause + ")", cause);
    }
}
