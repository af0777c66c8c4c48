package global.pryzma.ledger.ledger;

/** The fields of an account, given by name. What is not given is none; ledger and code must be. */
public final class AccountBuilder {
    private final LedgerId id;
    private LedgerId related = LedgerId.NONE;
    private long fingerprint64;
    private int encodingVersion;
    private int ledger;
    private int code;
    private int flags;

    public AccountBuilder(LedgerId id) {
        this.id = id;
    }

    /** For {@code user_data_128}: the id of what this account belongs to. */
    public AccountBuilder related(LedgerId other) {
        related = other;
        return this;
    }

    /** For {@code user_data_64} and {@code user_data_32}. */
    public AccountBuilder request(long fingerprint, int version) {
        fingerprint64 = fingerprint;
        encodingVersion = version;
        return this;
    }

    /** The number of (organisation, currency). */
    public AccountBuilder ledger(int number) {
        ledger = number;
        return this;
    }

    /** What the account is. */
    public AccountBuilder code(int number) {
        code = number;
        return this;
    }

    /** Bits of {@link AccountFlags}. */
    public AccountBuilder flags(int bits) {
        flags = bits;
        return this;
    }

    /** The account as it will be submitted. */
    public AccountFields build() {
        if (ledger == 0 || code == 0) {
            throw new IllegalStateException("ledger " + ledger + ", code " + code);
        }
        return new AccountFields(id, related, fingerprint64, encodingVersion, ledger, code, flags);
    }
}
