package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaAndClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The results of create_transfers in their order: each table begins with a transfer that breaks
 * every rule in it and mends one after the other.
 */
class CreateTransfersTest {
    private static final BigInteger MAX = TransferDraft.MAX;

    private static ReplicaAndClient server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new ReplicaAndClient(folder);
        Native.createAccounts(server.client(), 2);
        server.createAccount(3, 800, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void plainFields() throws Exception {
        var t = new TransferDraft();
        t.timestamp = 1;
        t.flags = 1 << 15 | TransferRow.CLOSING_DEBIT;
        t.id = BigInteger.ZERO;
        t.debit = BigInteger.ZERO;
        t.credit = BigInteger.ZERO;
        t.pendingId = BigInteger.ONE;
        t.timeout = 1;
        t.ledger = 0;
        t.code = 0;
        expect(t, TIMESTAMP_MUST_BE_ZERO, d -> d.timestamp = 0);
        expect(t, RESERVED_FLAG, d -> d.flags = TransferRow.CLOSING_DEBIT);
        expect(t, ID_MUST_NOT_BE_ZERO, d -> d.id = MAX);
        expect(t, ID_MUST_NOT_BE_INT_MAX, TransferDraft::freshId);
        expect(t, DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO, d -> d.debit = MAX);
        expect(t, DEBIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX, d -> d.debit = BigInteger.valueOf(98));
        expect(t, CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO, d -> d.credit = MAX);
        expect(t, CREDIT_ACCOUNT_ID_MUST_NOT_BE_INT_MAX, d -> d.credit = d.debit);
        expect(t, ACCOUNTS_MUST_BE_DIFFERENT, d -> d.credit = BigInteger.valueOf(99));
        expect(t, PENDING_ID_MUST_BE_ZERO, d -> d.pendingId = BigInteger.ZERO);
        expect(t, TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, d -> d.timeout = 0);
        expect(t, CLOSING_TRANSFER_MUST_BE_PENDING, d -> d.flags = 0);
        expect(t, LEDGER_MUST_NOT_BE_ZERO, d -> d.ledger = 999);
        expect(t, CODE_MUST_NOT_BE_ZERO, d -> d.code = Native.CODE);
        // From here on some results burn the id.
        expect(t, DEBIT_ACCOUNT_NOT_FOUND, d -> d.debit = BigInteger.ONE);
        expect(t, ID_ALREADY_FAILED, TransferDraft::freshId);
        expect(t, CREDIT_ACCOUNT_NOT_FOUND, d -> d.freshId().credit = BigInteger.valueOf(3));
        expect(t, ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER, d -> d.credit = BigInteger.TWO);
        expect(t, TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS, d -> d.ledger = Native.LEDGER);
        expect(t, OK, d -> {});
        expect(t, EXISTS, d -> {});
    }

    @Test
    void exists() throws Exception {
        var stored = new TransferDraft();
        stored.flags = TransferRow.PENDING;
        stored.timeout = 1000;
        assertThat(stored.submit(server.client())).isZero();
        TransferDraft t = stored.copy();
        t.flags = 0;
        t.timeout = 0;
        t.pendingId = BigInteger.ONE;
        t.debit = BigInteger.valueOf(98);
        t.credit = BigInteger.valueOf(99);
        t.amount(11);
        t.userData128 = BigInteger.ONE;
        t.userData64 = 1;
        t.userData32 = 1;
        t.ledger = 999;
        t.code = 99;
        expect(t, EXISTS_WITH_DIFFERENT_FLAGS, d -> d.flags = TransferRow.PENDING);
        expect(t, EXISTS_WITH_DIFFERENT_PENDING_ID, d -> d.pendingId = BigInteger.ZERO);
        expect(t, EXISTS_WITH_DIFFERENT_TIMEOUT, d -> d.timeout = 1000);
        expect(t, EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID, d -> d.debit = BigInteger.ONE);
        expect(t, EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID, d -> d.credit = BigInteger.TWO);
        expect(t, EXISTS_WITH_DIFFERENT_AMOUNT, d -> d.amount(10));
        expect(t, EXISTS_WITH_DIFFERENT_USER_DATA_128, d -> d.userData128 = BigInteger.ZERO);
        expect(t, EXISTS_WITH_DIFFERENT_USER_DATA_64, d -> d.userData64 = 0);
        expect(t, EXISTS_WITH_DIFFERENT_USER_DATA_32, d -> d.userData32 = 0);
        expect(t, EXISTS_WITH_DIFFERENT_LEDGER, d -> d.ledger = Native.LEDGER);
        expect(t, EXISTS_WITH_DIFFERENT_CODE, d -> d.code = Native.CODE);
        expect(t, EXISTS, d -> {});
    }

    @Test
    void limits() throws Exception {
        server.createAccount(10, Native.LEDGER, AccountRow.DEBITS_MUST_NOT_EXCEED_CREDITS);
        server.createAccount(11, Native.LEDGER, AccountRow.CREDITS_MUST_NOT_EXCEED_DEBITS);
        var both = new TransferDraft().between(10, 11);
        expect(both, EXCEEDS_CREDITS, d -> d.freshId().between(1, 11));
        expect(both, EXCEEDS_DEBITS, TransferDraft::freshId);
        expect(new TransferDraft().between(1, 10).amount(10), OK, d -> {});
        // Only posted credits can be spent.
        expect(TransferDraft.of(TransferRow.PENDING).between(1, 10), OK, d -> {});
        expect(new TransferDraft().between(10, 2).amount(11), EXCEEDS_CREDITS, d -> {});
        expect(TransferDraft.of(TransferRow.PENDING).between(10, 2).amount(4), OK, d -> {});
        // A hold counts against the limit.
        expect(new TransferDraft().between(10, 2).amount(7), EXCEEDS_CREDITS, d -> {});
        expect(new TransferDraft().between(10, 2).amount(6), OK, d -> {});
        assertThat(server.balances(10)).isEqualTo("4 6 10 10");
    }

    @Test
    void overflows() throws Exception {
        for (long id = 20; id <= 27; id++) {
            server.createAccount(id, Native.LEDGER, 0);
        }
        int pending = TransferRow.PENDING;
        expect(TransferDraft.of(pending).between(20, 21).amount(MAX), OK, d -> {});
        expect(
                TransferDraft.of(pending).between(20, 22).amount(1),
                OVERFLOWS_DEBITS_PENDING,
                d -> {});
        expect(
                TransferDraft.of(pending).between(22, 21).amount(1),
                OVERFLOWS_CREDITS_PENDING,
                d -> {});
        expect(new TransferDraft().between(20, 22).amount(1), OVERFLOWS_DEBITS, d -> {});
        expect(new TransferDraft().between(22, 21).amount(1), OVERFLOWS_CREDITS, d -> {});
        expect(new TransferDraft().between(24, 25).amount(MAX), OK, d -> {});
        expect(new TransferDraft().between(24, 26).amount(1), OVERFLOWS_DEBITS_POSTED, d -> {});
        expect(new TransferDraft().between(26, 25).amount(1), OVERFLOWS_CREDITS_POSTED, d -> {});
        var longest = TransferDraft.of(pending).between(26, 27);
        longest.timeout = -1;
        expect(longest, OK, d -> {});
    }

    @Test
    void balancing() throws Exception {
        server.createAccount(30, Native.LEDGER, 0);
        server.createAccount(31, Native.LEDGER, 0);
        assertThat(new TransferDraft().between(1, 30).amount(70).submit(server.client())).isZero();
        var all = TransferDraft.of(TransferRow.BALANCING_DEBIT).between(30, 31).amount(MAX);
        expect(all, OK, d -> {});
        assertThat(server.balances(30)).isEqualTo("0 70 0 70");
        expect(all, EXISTS, d -> d.amount(69));
        expect(all, EXISTS_WITH_DIFFERENT_AMOUNT, d -> {});
        // Nothing is left to move: a success that moves nothing.
        expect(all.copy().freshId().amount(MAX), OK, d -> {});
        assertThat(server.balances(30)).isEqualTo("0 70 0 70");
        var credit = TransferDraft.of(TransferRow.BALANCING_CREDIT).between(2, 30).amount(5);
        expect(credit, OK, d -> {});
        assertThat(server.balances(30)).isEqualTo("0 70 0 70");
    }

    @Test
    void closing() throws Exception {
        server.createAccount(40, Native.LEDGER, 0);
        var open = TransferDraft.of(TransferRow.PENDING).between(40, 2).amount(3);
        expect(open, OK, d -> {});
        var closing =
                TransferDraft.of(TransferRow.PENDING | TransferRow.CLOSING_DEBIT)
                        .between(40, 2)
                        .amount(0);
        expect(closing, OK, d -> {});
        expect(new TransferDraft().between(40, 2), DEBIT_ACCOUNT_ALREADY_CLOSED, d -> {});
        expect(new TransferDraft().between(2, 40), CREDIT_ACCOUNT_ALREADY_CLOSED, d -> {});
        assertThat(server.createAccount(40, Native.LEDGER, 0))
                .isEqualTo(CreateAccountResult.EXISTS_WITH_DIFFERENT_FLAGS.code());
        var post = TransferDraft.resolving(open, TransferRow.POST);
        expect(post, DEBIT_ACCOUNT_ALREADY_CLOSED, d -> {});
        expect(TransferDraft.resolving(open, TransferRow.VOID), OK, d -> {});
        expect(TransferDraft.resolving(closing, TransferRow.VOID), OK, d -> {});
        expect(new TransferDraft().between(40, 2), OK, d -> {});
    }

    @Test
    void imported() throws Exception {
        long now = server.clockNanos();
        var t = TransferDraft.of(TransferRow.IMPORTED | TransferRow.PENDING);
        t.timeout = 1;
        expect(t, IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE, d -> d.timestamp = -1);
        expect(
                t,
                IMPORTED_EVENT_TIMESTAMP_OUT_OF_RANGE,
                d -> d.timestamp = now + 3_600_000_000_000L);
        expect(t, IMPORTED_EVENT_TIMESTAMP_MUST_NOT_ADVANCE, d -> d.timestamp = 1);
        expect(new TransferDraft(), OK, d -> {});
        expect(t, IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS, d -> {});
        var plain = new TransferDraft();
        assertThat(TransferDraft.submit(server.client(), plain, t))
                .containsExactly(0, IMPORTED_EVENT_NOT_EXPECTED.code());
        assertThat(TransferDraft.submit(server.client(), t, plain.freshId()))
                .containsExactly(
                        IMPORTED_EVENT_TIMESTAMP_MUST_NOT_REGRESS.code(),
                        IMPORTED_EVENT_EXPECTED.code());
    }

    /** The draft gets this result; then it is changed for the next row. */
    private static void expect(
            TransferDraft draft, CreateTransferResult result, Consumer<TransferDraft> mend)
            throws Exception {
        assertThat(draft.submit(server.client())).as("%s", result).isEqualTo(result.code());
        mend.accept(draft);
    }
}
