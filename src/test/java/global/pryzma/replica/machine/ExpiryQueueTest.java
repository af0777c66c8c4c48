package global.pryzma.replica.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is in the queue, and when it asks for a sweep. */
class ExpiryQueueTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LINKED_HOLD = AccountRow.LINKED | TransferRow.PENDING;

    private final Accounts accounts = new Accounts();
    private final Transfers transfers = new Transfers();
    private final ExpiryQueue expiries = new ExpiryQueue(transfers);
    private final ExpirySweep sweep = new ExpirySweep(accounts, transfers, expiries);
    private final Rollback rollback = new Rollback(accounts, transfers, expiries);
    private final CreateTransfers create =
            new CreateTransfers(accounts, transfers, new IdSet(), expiries, rollback);
    private long now = 1_741_000_000 * SECOND;
    private long lastId;

    ExpiryQueueTest() {
        var createAccounts = new CreateAccounts(accounts, transfers, rollback);
        long[] words = new long[2 * Row.WORDS];
        for (int i = 0; i < 2; i++) {
            words[i * Row.WORDS] = i + 1;
            words[i * Row.WORDS + 14] = 1 | 1L << 32;
        }
        createAccounts.execute(words, 2, now, new ReplyBody());
        sweep.execute(now, 1);
    }

    @Test
    void chainsThatAreTakenBackLeaveNothingInIt() {
        for (int i = 0; i < 100; i++) {
            execute(hold(LINKED_HOLD, 60), hold(LINKED_HOLD, 60), transfer(0, 9));
        }
        assertThat(transfers.rows().count()).isZero();
        assertThat(expiries.size()).isZero();
        // Of the first chain's first member, as in the real server.
        assertThat(expiries.pulseAt()).isPositive().isLessThan(ExpiryQueue.NONE);
        execute(hold(TransferRow.PENDING, 1));
        assertThat(expiries.size()).isEqualTo(1);
        now += 100 * SECOND;
        sweep.execute(now, 10);
        assertThat(transfers.status(0)).isEqualTo(Transfers.Status.EXPIRED);
        assertThat(expiries.pulseAt()).isEqualTo(ExpiryQueue.NONE);
    }

    @Test
    void chainsThatStandExpireLikeAnybodyElse() {
        execute(hold(LINKED_HOLD, 60), hold(LINKED_HOLD, 30), transfer(0, 2));
        assertThat(expiries.size()).isEqualTo(2);
        assertThat(expiries.pulseAt()).isEqualTo(transfers.get(1).expiresAt());
        now += 45 * SECOND;
        sweep.execute(now, 10);
        assertThat(transfers.status(1)).isEqualTo(Transfers.Status.EXPIRED);
        assertThat(transfers.status(0)).isEqualTo(Transfers.Status.PENDING);
        assertThat(expiries.pulseAt()).isEqualTo(transfers.get(0).expiresAt());
        // A chain after it does not bring back what the last one has left.
        execute(hold(LINKED_HOLD, 90), transfer(0, 2));
        assertThat(expiries.size()).isEqualTo(2);
    }

    private void execute(long[]... events) {
        long[] words = new long[events.length * Row.WORDS];
        for (int i = 0; i < events.length; i++) {
            System.arraycopy(events[i], 0, words, i * Row.WORDS, Row.WORDS);
        }
        now += events.length;
        create.execute(words, events.length, now, new ReplyBody());
    }

    private long[] hold(int flags, int timeoutSeconds) {
        long[] words = transfer(flags, 2);
        words[13] = (long) timeoutSeconds << 32;
        return words;
    }

    private long[] transfer(int flags, long creditAccount) {
        long[] words = new long[Row.WORDS];
        words[0] = ++lastId;
        words[2] = 1;
        words[4] = creditAccount;
        words[6] = 5;
        words[14] = 1 | 1L << 32 | (long) flags << 48;
        return words;
    }
}
