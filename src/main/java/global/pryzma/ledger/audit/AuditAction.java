package global.pryzma.ledger.audit;

/** What is noted. The codes are permanent. */
public enum AuditAction {
    ORGANISATION_CREATE("organisation.create"),
    ORGANISATION_UPDATE("organisation.update"),
    ORGANISATION_SUSPEND("organisation.suspend"),
    ORGANISATION_ACTIVATE("organisation.activate"),
    CREDENTIAL_CREATE("credential.create"),
    CREDENTIAL_ROTATE("credential.rotate"),
    CREDENTIAL_REVOKE("credential.revoke"),

    /** The cancel of a key by the organisation whose it is. */
    KEY_CANCEL("key.cancel"),

    /** The cancel of another organisation's key, by an operator. */
    IN_DOUBT_CANCEL("in_doubt.cancel"),
    ACCOUNT_FREEZE("account.freeze"),
    ACCOUNT_ACTIVATE("account.activate"),
    ACCOUNT_CLOSE("account.close"),

    /** The switch of the embedded ledger. */
    LEDGER_STOP("ledger.stop"),
    LEDGER_START("ledger.start"),
    SIGNING_KEY_ROTATE("signing_key.rotate"),

    /** The revocation of a token, by its client or an operator. */
    TOKEN_REVOKE("token.revoke"),

    /** Proofs of who calls that did not hold, or were not enough; counted together. */
    AUTHENTICATION_REFUSE("authentication.refuse");

    private final String code;

    AuditAction(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
