package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaAndClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;

/** Pending transfers: posted, posted in part, voided, expired. */
class TwoPhaseTest {
    private static final int POST = TransferRow.POST;
    private static final int VOID = TransferRow.VOID;

    private static ReplicaAndClient server;
    private static long accounts = 100;

    private long debit;
    private long credit;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new ReplicaAndClient(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void accounts() throws Exception {
        debit = ++accounts;
        credit = ++accounts;
        server.createAccount(debit, Native.LEDGER, 0);
        server.createAccount(credit, Native.LEDGER, 0);
    }

    @Test
    void postsEverythingAPartOrNothing() throws Exception {
        TransferDraft whole = hold(10);
        expect(TransferDraft.resolving(whole, POST), OK);
        assertThat(server.balances(debit)).isEqualTo("0 10 0 0");
        TransferDraft part = hold(10);
        assertThat(server.balances(debit)).isEqualTo("10 10 0 0");
        expect(TransferDraft.resolving(part, POST).amount(4), OK);
        assertThat(server.balances(credit)).isEqualTo("0 0 0 14");
        expect(TransferDraft.resolving(hold(10), POST).amount(0), OK);
        assertThat(server.balances(debit)).isEqualTo("0 14 0 0");
        expect(TransferDraft.resolving(hold(10), VOID), OK);
        assertThat(server.balances(credit)).isEqualTo("0 0 0 14");
    }

    @Test
    void theChecksInTheirOrder() throws Exception {
        TransferDraft pending = hold(10);
        TransferDraft plain = new TransferDraft().between(debit, credit);
        expect(plain, OK);
        TransferDraft t = TransferDraft.resolving(pending, POST | VOID);
        t.pendingId = BigInteger.ZERO;
        t.timeout = 1;
        t.debit = BigInteger.ONE;
        t.credit = BigInteger.ONE;
        t.ledger = 1;
        t.code = 1;
        t.amount(11);
        expect(t, FLAGS_ARE_MUTUALLY_EXCLUSIVE);
        t.flags = VOID | TransferRow.BALANCING_CREDIT;
        expect(t, FLAGS_ARE_MUTUALLY_EXCLUSIVE);
        t.flags = VOID;
        expect(t, PENDING_ID_MUST_NOT_BE_ZERO);
        t.pendingId = TransferDraft.MAX;
        expect(t, PENDING_ID_MUST_NOT_BE_INT_MAX);
        t.pendingId = t.id;
        expect(t, PENDING_ID_MUST_BE_DIFFERENT);
        t.pendingId = BigInteger.valueOf(77);
        expect(t, TIMEOUT_RESERVED_FOR_PENDING_TRANSFER);
        t.timeout = 0;
        expect(t, PENDING_TRANSFER_NOT_FOUND);
        t.freshId().pendingId = plain.id;
        expect(t, PENDING_TRANSFER_NOT_PENDING);
        t.pendingId = pending.id;
        expect(t, PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID);
        t.debit = BigInteger.valueOf(debit);
        expect(t, PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID);
        t.credit = BigInteger.valueOf(credit);
        expect(t, PENDING_TRANSFER_HAS_DIFFERENT_LEDGER);
        t.ledger = Native.LEDGER;
        expect(t, PENDING_TRANSFER_HAS_DIFFERENT_CODE);
        t.code = Native.CODE;
        expect(t, EXCEEDS_PENDING_TRANSFER_AMOUNT);
        t.amount(9);
        expect(t, PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT);
        t.amount(10);
        expect(t, OK);
        expect(t, EXISTS);
        expect(TransferDraft.resolving(pending, POST), PENDING_TRANSFER_ALREADY_VOIDED);
        TransferDraft posted = hold(1);
        expect(TransferDraft.resolving(posted, POST), OK);
        expect(TransferDraft.resolving(posted, VOID), PENDING_TRANSFER_ALREADY_POSTED);
    }

    @Test
    void whatAPostLeavesOpenIsInheritedAndComparedThatWay() throws Exception {
        TransferDraft pending = TransferDraft.of(TransferRow.PENDING).between(debit, credit);
        pending.userData64 = 5;
        expect(pending, OK);
        TransferDraft post = TransferDraft.resolving(pending, POST);
        expect(post, OK);
        expect(post, EXISTS);
        post.amount(9);
        expect(post, EXISTS_WITH_DIFFERENT_AMOUNT);
        post.amount(10);
        expect(post, EXISTS);
        post.userData64 = 5;
        expect(post, EXISTS);
        post.userData64 = 6;
        expect(post, EXISTS_WITH_DIFFERENT_USER_DATA_64);
    }

    @Test
    void aHoldIsReleasedWhenItsTimeIsOver() throws Exception {
        TransferDraft expiring = TransferDraft.of(TransferRow.PENDING).between(debit, credit);
        expiring.timeout = 60;
        expect(expiring, OK);
        TransferDraft closing =
                TransferDraft.of(TransferRow.PENDING | TransferRow.CLOSING_CREDIT)
                        .between(debit, credit)
                        .amount(0);
        closing.timeout = 61;
        expect(closing, OK);
        server.putForward(59);
        assertThat(server.balances(debit)).isEqualTo("10 0 0 0");
        server.putForward(1);
        await().untilAsserted(() -> assertThat(server.balances(debit)).isEqualTo("0 0 0 0"));
        expect(TransferDraft.resolving(expiring, POST), PENDING_TRANSFER_EXPIRED);
        expect(new TransferDraft().between(debit, credit), CREDIT_ACCOUNT_ALREADY_CLOSED);
        server.putForward(1);
        await().untilAsserted(() -> assertThat(server.account(credit).getFlags()).isZero());
        expect(new TransferDraft().between(debit, credit), OK);
    }

    private TransferDraft hold(long amount) throws Exception {
        TransferDraft hold =
                TransferDraft.of(TransferRow.PENDING).between(debit, credit).amount(amount);
        expect(hold, OK);
        return hold;
    }

    private static void expect(TransferDraft draft, CreateTransferResult result) throws Exception {
        assertThat(draft.submit(server.client())).as("%s", result).isEqualTo(result.code());
    }
}
