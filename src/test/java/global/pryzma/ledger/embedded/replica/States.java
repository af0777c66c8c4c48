package global.pryzma.ledger.embedded.replica;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Messages of every kind from a seed, as records: both limits, history, chains, two phases,
 * timeouts, closings, balancing, failures of the moment, sums beyond 64 bits.
 */
final class States {
    private static final int ACCOUNTS = 40;
    private static final int EVENTS = 30;

    private final Random random;
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private long transferId = 1000;

    private States(long seed) {
        random = new Random(seed);
    }

    /** So many messages; they stand in the journal in this order. */
    static States of(long seed, int messages) {
        var states = new States(seed);
        states.add(Operation.REGISTER, new byte[0], MessageLimit.FULL.batchBytes());
        states.add(Operation.CREATE_ACCOUNTS, states.accounts(), 1);
        for (int i = 2; i < messages; i++) {
            states.addRandom(i);
        }
        return states;
    }

    int size() {
        return records.size();
    }

    JournalRecord record(int message) {
        return records.get(message);
    }

    byte[] body(int message) {
        return bodies.get(message);
    }

    /** The state that the first so many messages make. */
    ReplicaState replayed(int messages) {
        var state = new ReplicaState(U128.ZERO);
        commit(state, 0, messages);
        return state;
    }

    void commit(ReplicaState state, int from, int to) {
        for (int message = from; message < to; message++) {
            state.commit(record(message), body(message), true);
        }
    }

    private void addRandom(int number) {
        switch (random.nextInt(12)) {
            case 0 -> add(Operation.PULSE, new byte[0], 8190);
            case 1 -> add(Operation.LOOKUP_ACCOUNTS, SessionsTest.id(1), number);
            case 2 -> add(Operation.REGISTER, new byte[0], MessageLimit.FULL.batchBytes());
            default -> add(Operation.CREATE_TRANSFERS, transfers(), number);
        }
    }

    private void add(Operation operation, byte[] body, int number) {
        long op = records.size() + 1L;
        U128 client =
                switch (operation) {
                    case PULSE -> U128.ZERO;
                    case REGISTER -> U128.of(100 + op);
                    default -> U128.of(101);
                };
        bodies.add(body);
        records.add(
                new JournalRecord(
                        op,
                        op * 1_000_000_000,
                        operation,
                        client,
                        U128.of(op),
                        number,
                        Header.RELEASE,
                        Checksum.of(body, 0, body.length),
                        body.length));
    }

    private byte[] accounts() {
        ByteBuffer body = Header.littleEndian(new byte[ACCOUNTS * 128]);
        for (int id = 1; id <= ACCOUNTS; id++) {
            var account = new AccountRow(new long[Row.WORDS], 0);
            account.wide(0, U128.of(id));
            account.ledgerAndCode(1, 1);
            int limit = id % 10 == 0 ? AccountRow.DEBITS_MUST_NOT_EXCEED_CREDITS : 0;
            account.flags((id % 3 == 0 ? AccountRow.HISTORY : 0) | limit);
            put(body, account);
        }
        return body.array();
    }

    private byte[] transfers() {
        int events = 1 + random.nextInt(EVENTS);
        ByteBuffer body = Header.littleEndian(new byte[events * 128]);
        for (int i = 0; i < events; i++) {
            put(body, transfer(i == events - 1));
        }
        return body.array();
    }

    private TransferRow transfer(boolean last) {
        var transfer = new TransferRow(new long[Row.WORDS], 0);
        transfer.wide(0, U128.of(transferId++));
        int linked = !last && random.nextInt(6) == 0 ? TransferRow.LINKED : 0;
        if (random.nextInt(4) == 0) {
            boolean posts = random.nextBoolean();
            transfer.wide(8, U128.of(1000 + random.nextInt((int) (transferId - 1000))));
            transfer.amount(posts ? U128.MAX : U128.ZERO);
            transfer.flags(linked | (posts ? TransferRow.POST : TransferRow.VOID));
            return transfer;
        }
        // Some name an account that there is not, and fail for ever.
        transfer.debitAccountId(U128.of(1 + random.nextInt(ACCOUNTS + 1)));
        transfer.creditAccountId(U128.of(1 + random.nextInt(ACCOUNTS)));
        transfer.amount(random.nextInt(50) == 0 ? new U128(0, 1) : U128.of(random.nextInt(1000)));
        transfer.ledgerAndCode(1, 1 + random.nextInt(5));
        transfer.userData64(random.nextInt(4));
        int kind = random.nextInt(20);
        int flags =
                switch (kind) {
                    case 0 -> TransferRow.PENDING | TransferRow.CLOSING_DEBIT;
                    case 1, 2, 3, 4, 5 -> TransferRow.PENDING;
                    case 6 -> TransferRow.BALANCING_DEBIT;
                    default -> 0;
                };
        if ((flags & TransferRow.PENDING) != 0) {
            transfer.word(13, (long) random.nextInt(60) << 32);
        }
        transfer.flags(linked | flags);
        return transfer;
    }

    private static void put(ByteBuffer body, Row row) {
        for (int word = 0; word < Row.WORDS; word++) {
            body.putLong(row.word(word));
        }
    }
}
