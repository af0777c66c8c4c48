package global.pryzma.ledger.security;

/** Why a credential holds no more. */
public enum Ended {
    REVOKED,
    EXPIRED
}
