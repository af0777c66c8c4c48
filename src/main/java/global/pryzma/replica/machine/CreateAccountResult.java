package global.pryzma.replica.machine;

/**
 * What came of one event of create_accounts, with its number on the wire (TigerBeetle, {@code
 * src/tigerbeetle.zig}).
 */
enum CreateAccountResult implements CreateResult {
    OK(0),
    LINKED_EVENT_FAILED(1),
    LINKED_EVENT_CHAIN_OPEN(2),
    TIMESTAMP_MUST_BE_ZERO(3),
    RESERVED_FIELD(4),
    RESERVED_FLAG(5),
    ID_MUST_NOT_BE_ZERO(6),
    ID_MUST_NOT_BE_INT_MAX(7),
    FLAGS_ARE_MUTUALLY_EXCLUSIVE(8),
    DEBITS_PENDING_MUST_BE_ZERO(9),
    DEBITS_POSTED_MUST_BE_ZERO(10),
    CREDITS_PENDING_MUST_BE_ZERO(11),
    CREDITS_POSTED_MUST_BE_ZERO(12),
    LEDGER_MUST_NOT_BE_ZERO(13),
    CODE_MUST_NOT_BE_ZERO(14),
    EXISTS_WITH_DIFFERENT_FLAGS(15),
    EXISTS_WITH_DIFFERENT_USER_DATA_128(16),
    EXISTS_WITH_DIFFERENT_USER_DATA_64(17),
    EXISTS_WITH_DIFFERENT_USER_DATA_32(18),
    EXISTS_WITH_DIFFERENT_LEDGER(19),
    EXISTS_WITH_DIFFERENT_CODE(20),
    EXISTS(21),
    IMPORTED_EVENT_EXPECTED(22),
    IMPORTED_EVENT_NOT_EXPECTED(23),
    IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE(24),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_ADVANCE(25),
    IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS(26);

    private final int code;

    CreateAccountResult(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
