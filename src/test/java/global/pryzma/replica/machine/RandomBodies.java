package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bodies of creations that use all that accounts and transfers can be. */
public final class RandomBodies {
    private static final int ACCOUNTS = 40;
    private static final int EVENTS = 30;

    private final Random random;
    private long transferId = 1000;

    public RandomBodies(Random random) {
        this.random = random;
    }

    public byte[] accounts() {
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

    public byte[] transfers() {
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
