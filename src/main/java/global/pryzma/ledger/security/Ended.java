package global.pryzma.ledger.security;

/** Why a credential holds no more. */
public enum Ended {
    REVOKED,
    EXPIRED;

    TokenFault fault() {
        return switch (this) {
            case REVOKED -> TokenFault.REVOKED;
            case EXPIRED -> TokenFault.CREDENTIAL_EXPIRED;
        };
    }
}
