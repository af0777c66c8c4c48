package global.pryzma.replica.machine;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.U128;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries over several groups of rows find what looking at every row finds. */
class QueriesTest {
    private static final int ACCOUNTS = 3;
    private static final int BATCHES = 5;
    private static final int BATCH = 2000;
    private static final int DEBITS = 1;
    private static final int CREDITS = 2;
    private static final int BOTH_SIDES = 3;
    private static final int REVERSED = 4;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final StateMachine machine = new StateMachine();
    private final List<TransferWords> transfers = new ArrayList<>();
    private long timestamp = 1_000_000;

    @Test
    void everyFilterFindsWhatAScanFinds() {
        createAccounts();
        for (int batch = 0; batch < BATCHES; batch++) {
            createTransfers(batch);
        }
        for (int i = 0; i < 400; i++) {
            Filter filter = filter();
            var query = execute(Operation.QUERY_TRANSFERS, queryFilter(filter));
            assertThat(timestamps(query))
                    .as("seed %d: %s", seed, filter)
                    .isEqualTo(expected(filter, BOTH_SIDES));
            if (filter.ledger() == 0) {
                int sides = 1 + random.nextInt(BOTH_SIDES);
                var ofAccount =
                        execute(Operation.GET_ACCOUNT_TRANSFERS, accountFilter(filter, sides));
                assertThat(timestamps(ofAccount))
                        .as("seed %d: %s, sides %d", seed, filter, sides)
                        .isEqualTo(expected(filter, sides));
            }
        }
    }

    /** All transfers touch account 1: debits are 1, credits 2. */
    private List<Long> expected(Filter filter, int sides) {
        List<Long> expected = new ArrayList<>();
        for (TransferWords transfer : filter.reversed() ? transfers.reversed() : transfers) {
            int side = transfer.debitAccountId().equals(U128.of(1)) ? DEBITS : CREDITS;
            if (expected.size() < filter.rowsMax()
                    && transfer.timestamp() >= filter.from()
                    && transfer.timestamp() <= filter.to()
                    && (side & sides) != 0
                    && filter.matches(transfer)) {
                expected.add(transfer.timestamp());
            }
        }
        return expected;
    }

    /** Most fields are left out; the others have values that are frequent, rare, or nowhere. */
    private Filter filter() {
        long min = random.nextInt(3) == 0 ? time() : 0;
        long max = random.nextInt(3) == 0 ? Math.max(min, time()) : 0;
        int rare = random.nextInt(BATCHES * BATCH);
        return new Filter(
                random.nextInt(3) == 0 ? new U128(rare, 5) : U128.ZERO,
                random.nextInt(4) == 0 ? rare % 500 : 0,
                random.nextInt(4) == 0 ? rare / BATCH : 0,
                random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0,
                random.nextInt(4) == 0 ? 1 + random.nextInt(9) : 0,
                min,
                max,
                1 + random.nextInt(random.nextBoolean() ? 5 : 20_000),
                random.nextBoolean());
    }

    private long time() {
        return transfers.get(random.nextInt(transfers.size())).timestamp() + random.nextInt(2);
    }

    private void createAccounts() {
        ByteBuffer body = Header.littleEndian(new byte[ACCOUNTS * 128]);
        for (int id = 1; id <= ACCOUNTS; id++) {
            var account = new AccountWords(new long[Words.COUNT], 0);
            account.wide(0, U128.of(id));
            account.ledgerAndCode(1, 1);
            put(body, account);
        }
        assertThat(execute(Operation.CREATE_ACCOUNTS, body)).isEmpty();
    }

    private void createTransfers(int batch) {
        ByteBuffer body = Header.littleEndian(new byte[BATCH * 128]);
        for (int i = 0; i < BATCH; i++) {
            int n = batch * BATCH + i;
            var transfer = new TransferWords(new long[Words.COUNT], 0);
            transfer.wide(0, U128.of(n + 1));
            // A thousand on the same side, and then one side and the other.
            boolean debit = n / 1000 % 2 == 0 || n % 3 == 0;
            U128 other = U128.of(2 + n % 2);
            transfer.debitAccountId(debit ? U128.of(1) : other);
            transfer.creditAccountId(debit ? other : U128.of(1));
            transfer.userData128(new U128(n, 5));
            transfer.userData64(n % 500);
            transfer.userData32(batch);
            transfer.ledgerAndCode(1, 1 + n % 7);
            put(body, transfer);
            transfer.timestamp(timestamp + 1 + i);
            transfers.add(transfer);
        }
        assertThat(execute(Operation.CREATE_TRANSFERS, body)).isEmpty();
    }

    private static ByteBuffer queryFilter(Filter filter) {
        ByteBuffer body = Header.littleEndian(new byte[64]);
        filter.userData128().put(body, 0);
        body.putLong(16, filter.userData64());
        body.putInt(24, filter.userData32());
        body.putInt(28, filter.ledger());
        body.putShort(32, (short) filter.code());
        body.putLong(40, filter.timestampMin());
        body.putLong(48, filter.timestampMax());
        body.putInt(56, filter.limit());
        return body.putInt(60, filter.reversed() ? 1 : 0);
    }

    private static ByteBuffer accountFilter(Filter filter, int sides) {
        ByteBuffer body = Header.littleEndian(new byte[128]);
        U128.of(1).put(body, 0);
        filter.userData128().put(body, 16);
        body.putLong(32, filter.userData64());
        body.putInt(40, filter.userData32());
        body.putShort(44, (short) filter.code());
        body.putLong(104, filter.timestampMin());
        body.putLong(112, filter.timestampMax());
        body.putInt(120, filter.limit());
        return body.putInt(124, filter.reversed() ? sides | REVERSED : sides);
    }

    private byte[] execute(Operation operation, ByteBuffer body) {
        timestamp += operation.timestamps(body.capacity());
        return machine.execute(operation, timestamp, body.array()).bytes();
    }

    private static List<Long> timestamps(byte[] rows) {
        List<Long> timestamps = new ArrayList<>();
        ByteBuffer buffer = Header.littleEndian(rows);
        for (int at = 0; at < rows.length; at += 128) {
            timestamps.add(buffer.getLong(at + 120));
        }
        return timestamps;
    }

    private static void put(ByteBuffer body, Words row) {
        for (int word = 0; word < Words.COUNT; word++) {
            body.putLong(row.word(word));
        }
    }
}
