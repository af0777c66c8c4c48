package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.ReplicaAndClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All or nothing: what a failed chain leaves behind, and what not. */
class LinkedChainsTest {
    private static final int LINKED = TransferRow.LINKED;
    private static final int FAILED = LINKED_EVENT_FAILED.code();

    private ReplicaAndClient server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ReplicaAndClient(folder);
        Native.createAccounts(server.client(), 2);
        server.createAccount(
                3, Native.LEDGER, AccountRow.DEBITS_MUST_NOT_EXCEED_CREDITS | AccountRow.HISTORY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aChainThatHoldsIsStoredWhole() throws Exception {
        // The second member spends what the first brought.
        assertThat(
                        submit(
                                TransferDraft.of(LINKED).between(1, 3).amount(5),
                                TransferDraft.of(0).between(3, 2).amount(5)))
                .containsExactly(0, 0);
        assertThat(server.balances(3)).isEqualTo("0 5 0 5");
    }

    @Test
    void aChainThatFailsLeavesOnlyADeadId() throws Exception {
        var pending = TransferDraft.of(TransferRow.PENDING).between(1, 3).amount(7);
        assertThat(submit(pending)).containsExactly(0);
        var first = TransferDraft.of(LINKED).between(1, 3).amount(5);
        var post = TransferDraft.resolving(pending, LINKED | TransferRow.POST);
        var culprit = TransferDraft.of(LINKED).between(3, 2).amount(13);
        var last = TransferDraft.of(0).between(1, 2).amount(1);
        var after = TransferDraft.of(0).between(1, 2).amount(2);
        assertThat(submit(first, post, culprit, last, after))
                .containsExactly(FAILED, FAILED, EXCEEDS_CREDITS.code(), FAILED, 0);
        assertThat(server.balances(3)).isEqualTo("0 0 7 0");
        assertThat(server.balances(1)).isEqualTo("7 2 0 0");
        assertThat(found(first, post, culprit, last, after)).isEqualTo(1);

        // The same chain again: the culprit's id is dead, the others' are free.
        assertThat(submit(first, post, culprit, last))
                .containsExactly(FAILED, FAILED, ID_ALREADY_FAILED.code(), FAILED);
        first.flags = 0;
        post.flags = TransferRow.POST;
        assertThat(submit(first, post, culprit.freshId().amount(12), last))
                .containsExactly(0, 0, 0, 0);
        assertThat(server.balances(3)).isEqualTo("0 12 0 12");
    }

    @Test
    void aChainThatTheMessageEndsInFails() throws Exception {
        assertThat(submit(TransferDraft.of(0), TransferDraft.of(LINKED), TransferDraft.of(LINKED)))
                .containsExactly(0, FAILED, LINKED_EVENT_CHAIN_OPEN.code());
        var broken = TransferDraft.of(LINKED).between(1, 1);
        assertThat(submit(broken, TransferDraft.of(LINKED), TransferDraft.of(LINKED)))
                .containsExactly(
                        ACCOUNTS_MUST_BE_DIFFERENT.code(), FAILED, LINKED_EVENT_CHAIN_OPEN.code());
        assertThat(server.balances(1)).isEqualTo("0 10 0 0");
    }

    @Test
    void aChainSentAgainExistsAtItsFirstMember() throws Exception {
        var first = TransferDraft.of(LINKED);
        var second = TransferDraft.of(0);
        assertThat(submit(first, second)).containsExactly(0, 0);
        assertThat(submit(first, second)).containsExactly(EXISTS.code(), FAILED);
        assertThat(submit(second, first))
                .containsExactly(EXISTS.code(), LINKED_EVENT_CHAIN_OPEN.code());
    }

    @Test
    void accountsAreChainedToo() throws Exception {
        var accounts = new AccountBatch(4);
        int[] codes = {1, 1, 0, 1};
        for (int i = 0; i < codes.length; i++) {
            accounts.add();
            accounts.setId(100 + i);
            accounts.setLedger(Native.LEDGER);
            accounts.setCode(codes[i]);
            accounts.setFlags(i < 2 ? AccountRow.LINKED : 0);
        }
        var results = Native.await(server.client().createAccountsAsync(accounts));
        List<Integer> found = new ArrayList<>();
        while (results.next()) {
            found.add(results.getResult().value);
        }
        assertThat(found)
                .containsExactly(FAILED, FAILED, CreateAccountResult.CODE_MUST_NOT_BE_ZERO.code());
        assertThat(server.createAccount(100, Native.LEDGER, 0)).isZero();
        assertThat(server.createAccount(103, Native.LEDGER, 0))
                .isEqualTo(CreateAccountResult.EXISTS_WITH_DIFFERENT_CODE.code());
    }

    private List<Integer> submit(TransferDraft... drafts) throws Exception {
        return TransferDraft.submit(server.client(), drafts);
    }

    private int found(TransferDraft... drafts) throws Exception {
        var ids = new IdBatch(drafts.length);
        for (TransferDraft draft : drafts) {
            ids.add(UInt128.asBytes(draft.id));
        }
        return Native.await(server.client().lookupTransfersAsync(ids)).getLength();
    }
}
