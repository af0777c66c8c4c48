package global.pryzma.ledger.ledger;

import java.util.Locale;
import java.util.Optional;

/**
 * The ledger's reason for not creating a transfer (TigerBeetle: CreateTransferResult). Created is 0
 * and not listed.
 *
 * @see Finality
 */
public enum TransferResult {
    LINKED_EVENT_FAILED(1, Finality.CHAIN_FAILED),
    LINKED_EVENT_CHAIN_OPEN(2, Finality.FENCE_FIRST),
    TIMESTAMP_MUST_BE_ZERO(3, Finality.FENCE_FIRST),
    RESERVED_FLAG(4, Finality.FENCE_FIRST),
    ID_MUST_NOT_BE_ZERO(5, Finality.FENCE_FIRST),
    ID_MUST_NOT_BE_INT_MAX(6, Finality.FENCE_FIRST),
    FLAGS_ARE_MUTUALLY_EXCLUSIVE(7, Finality.FENCE_FIRST),
    DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO(8, Finality.FENCE_FIRST),
    DEBIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX(9, Finality.FENCE_FIRST),
    CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO(10, Finality.FENCE_FIRST),
    CREDIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX(11, Finality.FENCE_FIRST),
    ACCOUNTS_MUST_BE_DIFFERENT(12, Finality.FENCE_FIRST),
    PENDING_ID_MUST_BE_ZERO(13, Finality.FENCE_FIRST),
    PENDING_ID_MUST_NOT_BE_ZERO(14, Finality.FENCE_FIRST),
    PENDING_ID_MUST_NOT_BE_INT_MAX(15, Finality.FENCE_FIRST),
    PENDING_ID_MUST_BE_DIFFERENT(16, Finality.FENCE_FIRST),
    TIMEOUT_RESERVED_FOR_PENDING_TRANSFER(17, Finality.FENCE_FIRST),
    AMOUNT_MUST_NOT_BE_ZERO(18, Finality.FENCE_FIRST),
    LEDGER_MUST_NOT_BE_ZERO(19, Finality.FENCE_FIRST),
    CODE_MUST_NOT_BE_ZERO(20, Finality.FENCE_FIRST),
    DEBIT_ACCOUNT_NOT_FOUND(21, Finality.TOMBSTONED),
    CREDIT_ACCOUNT_NOT_FOUND(22, Finality.TOMBSTONED),
    ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER(23, Finality.FENCE_FIRST),
    TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS(24, Finality.FENCE_FIRST),
    PENDING_TRANSFER_NOT_FOUND(25, Finality.TOMBSTONED),
    PENDING_TRANSFER_NOT_PENDING(26, Finality.FENCE_FIRST),
    PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID(27, Finality.FENCE_FIRST),
    PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID(28, Finality.FENCE_FIRST),
    PENDING_TRANSFER_HAS_DIFFERENT_LEDGER(29, Finality.FENCE_FIRST),
    PENDING_TRANSFER_HAS_DIFFERENT_CODE(30, Finality.FENCE_FIRST),
    EXCEEDS_PENDING_TRANSFER_AMOUNT(31, Finality.FENCE_FIRST),
    PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT(32, Finality.FENCE_FIRST),
    PENDING_TRANSFER_ALREADY_POSTED(33, Finality.FENCE_FIRST),
    PENDING_TRANSFER_ALREADY_VOIDED(34, Finality.FENCE_FIRST),
    PENDING_TRANSFER_EXPIRED(35, Finality.FENCE_FIRST),
    EXISTS_WITH_DIFFERENT_FLAGS(36, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID(37, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID(38, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_AMOUNT(39, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_PENDING_ID(40, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_128(41, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_64(42, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_USER_DATA_32(43, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_TIMEOUT(44, Finality.DIFFERENT),
    EXISTS_WITH_DIFFERENT_CODE(45, Finality.DIFFERENT),
    EXISTS(46, Finality.EXISTS),
    OVERFLOWS_DEBITS_PENDING(47, Finality.FENCE_FIRST),
    OVERFLOWS_CREDITS_PENDING(48, Finality.FENCE_FIRST),
    OVERFLOWS_DEBITS_POSTED(49, Finality.FENCE_FIRST),
    OVERFLOWS_CREDITS_POSTED(50, Finality.FENCE_FIRST),
    OVERFLOWS_DEBITS(51, Finality.FENCE_FIRST),
    OVERFLOWS_CREDITS(52, Finality.FENCE_FIRST),
    OVERFLOWS_TIMEOUT(53, Finality.FENCE_FIRST),
    EXCEEDS_CREDITS(54, Finality.TOMBSTONED),
    EXCEEDS_DEBITS(55, Finality.TOMBSTONED),
    IMPORTED_EVENT_EXPECTED(56, Finality.FENCE_FIRST),
    IMPORTED_EVENT_NOT_EXPECTED(57, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE(58, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_ADVANCE(59, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS(60, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_POSTDATE_DEBIT_ACCOUNT(61, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMESTAMP_MUST_POSTDATE_CREDIT_ACCOUNT(62, Finality.FENCE_FIRST),
    IMPORTED_EVENT_TIMEOUT_MUST_BE_ZERO(63, Finality.FENCE_FIRST),
    CLOSING_TRANSFER_MUST_BE_PENDING(64, Finality.FENCE_FIRST),
    DEBIT_ACCOUNT_ALREADY_CLOSED(65, Finality.TOMBSTONED),
    CREDIT_ACCOUNT_ALREADY_CLOSED(66, Finality.TOMBSTONED),
    EXISTS_WITH_DIFFERENT_LEDGER(67, Finality.DIFFERENT),
    ID_ALREADY_FAILED(68, Finality.FAILED_EARLIER);

    private final int code;
    private final Finality finality;

    TransferResult(int code, Finality finality) {
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

    /** The ledger's own name of the rule, such as {@code exceeds_credits}. */
    public String rule() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The result with this number; empty for one that this version does not know: a newer server's.
     */
    public static Optional<TransferResult> of(int code) {
        for (TransferResult result : values()) {
            if (result.code == code) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }
}
