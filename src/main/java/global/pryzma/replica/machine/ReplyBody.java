package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where an operation writes its results: 64-bit words, of which all results are made. */
public final class ReplyBody {
    private final long[] words = new long[MessageLimit.FULL.batchBytes() / Long.BYTES];
    private int size;

    void clear() {
        size = 0;
    }

    /** A failed event of a create operation. */
    void addResult(int index, CreateResult result) {
        words[size++] = (long) result.code() << 32 | index;
    }

    void addRow(Row row) {
        System.arraycopy(row.words(), row.at(), words, size, Row.WORDS);
        size += Row.WORDS;
    }

    /** An account's balances after a transfer, with the timestamp of that transfer. */
    void addBalances(Accounts accounts, int accountRow, int transfer, long timestamp) {
        accounts.copyBalances(accountRow, transfer, words, size);
        words[size + AccountRow.BALANCE_WORDS] = timestamp;
        Arrays.fill(words, size + AccountRow.BALANCE_WORDS + 1, size + Row.WORDS, 0);
        size += Row.WORDS;
    }

    public byte[] bytes() {
        ByteBuffer bytes = Header.littleEndian(new byte[size * Long.BYTES]);
        bytes.asLongBuffer().put(words, 0, size);
        return bytes.array();
    }
}
