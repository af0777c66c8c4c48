package global.pryzma.ledger.ledger;

import java.util.Locale;
import java.util.Optional;

/**
 * The ledger's reason for not creating an account (TigerBeetle: CreateAccountResult). Created is 0
 * and not listed.
 *
 * @see Finality
 */
public enum AccountResult {
    LINKED_EVENT_FAILED(1, Finality.CHAIN_FAILED),
    LINKED_EVENT_CHAIN_OPEN(2, Finality.FENCE_FIRST),
    TIMESTAMP_MUST_BE_ZERO(3, Finality.FENCE_FIRST),
    RESERVED_FIELD(4, Finality.FENCE_FIRST),
    RESERVED_FLAG(5, Finality.FENCE_FIRST),
    ID_MUST_NOT_BE_ZERO(6, Finality.FENCE_FIRST),
    ID_MUST_NOT_BE_INT_MAX(7, Finality.FENCE_FIRST),
    FLAGS_ARE_MUTUALLY_EXCLUSIVE(8, Finality.FENCE_FIRST),
    DEBITS_PENDING_MUST_BE_ZERO(9, Finality.FENCE_FIRST),
    DEBITS_POSTED_MUST_BE_ZERO(10, Finality.FENCE_FIRST),
    CREDITS_PENDING_MUST_BE_ZERO(11, Finality.FENCE_FIRST),
    CREDITS_POSTED_MUST_BE_ZERO(12, Finality.FENCE_FIRST),
    LEDGER_MUST_NOT_BE_ZERO(13, Finality.FENCE_FIRST),
    CODE_MUST_NOT_BE_ZERO(14, Finality.FENCE_FIRST),
    EXISTS_WITH_DIFFERENT_FLAGS(15, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_128(16, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_64(17, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_32(18, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_LEDGER(19, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_CODE(20, Finality.DIFFERENT),
    EXISTS(21, Finality.EXISTS),
    IMPORTED_EVENT_EXPECTED(22, Finality.FENCE_FIRST),
    IMPORTED_EVENT_NOT_EXPECTED(23, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE(24, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_ADVANCE(25, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS(26, Finality.FENCE_FIRST);

    private final int code;
    private final Finality finality;

    AccountResult(int code, Finality finality) {
        this.code = code;
        this.finality = finality;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    public Finality finality() {
        return finality;
    }

    /** The ledger's own name of the rule, such as {@code exists}. */
    public String rule() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The result with this number; empty for one that this version does not know: a newer server's.
     */
    public static Optional<AccountResult> of(int code) {
        for (AccountResult result : values()) {
            if (result.code == code) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }
}
