package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

/**
 * A window on one account or transfer: sixteen 64-bit words, which are the 128 bytes of the wire
 * (TigerBeetle, {@code src/tigerbeetle.zig}). It lies in a table or in the request that brought it.
 */
abstract sealed class Row permits AccountRow, TransferRow {
    static final int WORDS = 16;

    /** Both kinds keep their timestamp, strictly ascending from row to row, in the last word. */
    static final int TIMESTAMP = 15;

    private static final int USER_DATA_128 = 10;
    private static final int USER_DATA_64 = 12;
    private static final int USER_DATA_32 = 13;
    private static final int LEDGER_CODE_FLAGS = 14;

    private final long[] words;
    private final int at;

    Row(long[] words, int at) {
        this.words = words;
        this.at = at;
    }

    final long[] words() {
        return words;
    }

    final int at() {
        return at;
    }

    final long word(int word) {
        return words[at + word];
    }

    final void word(int word, long value) {
        words[at + word] = value;
    }

    final U128 wide(int word) {
        return new U128(words[at + word], words[at + word + 1]);
    }

    final void wide(int word, U128 value) {
        words[at + word] = value.low();
        words[at + word + 1] = value.high();
    }

    final U128 id() {
        return wide(0);
    }

    final U128 userData128() {
        return wide(USER_DATA_128);
    }

    final void userData128(U128 value) {
        wide(USER_DATA_128, value);
    }

    final long userData64() {
        return word(USER_DATA_64);
    }

    final void userData64(long value) {
        word(USER_DATA_64, value);
    }

    final int userData32() {
        return (int) word(USER_DATA_32);
    }

    final void userData32(int value) {
        word(USER_DATA_32, word(USER_DATA_32) & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL);
    }

    /** The four bytes after user_data_32: an account's reserved field, a transfer's timeout. */
    final int besideUserData32() {
        return (int) (word(USER_DATA_32) >>> 32);
    }

    final int ledger() {
        return (int) word(LEDGER_CODE_FLAGS);
    }

    final int code() {
        return (int) (word(LEDGER_CODE_FLAGS) >>> 32) & 0xffff;
    }

    final int flags() {
        return (int) (word(LEDGER_CODE_FLAGS) >>> 48);
    }

    final boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    final void flags(int value) {
        word(LEDGER_CODE_FLAGS, word(LEDGER_CODE_FLAGS) & ~(0xffffL << 48) | (long) value << 48);
    }

    final void ledgerAndCode(int ledger, int code) {
        word(
                LEDGER_CODE_FLAGS,
                (long) flags() << 48 | (long) code << 32 | Integer.toUnsignedLong(ledger));
    }

    final long timestamp() {
        return word(TIMESTAMP);
    }

    final void timestamp(long value) {
        word(TIMESTAMP, value);
    }
}
