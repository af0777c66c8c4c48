package global.pryzma.replica.testing;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.CreateTransferResultBatch;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import org.awaitility.Awaitility;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the tests ask of the native client. Its futures are only waited for, never ended. */
public final class Native {
    public static final int LEDGER = 700;
    public static final int CODE = 10;

    private static final long PATIENCE_SECONDS = 40;

    private Native() {}

    public static Client connect(String address) {
        return new Client(UInt128.asBytes(0), new String[] {address});
    }

    public static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes accounts 1 to count, without limits. */
    public static int createAccounts(Client client, int count) throws Exception {
        var accounts = new AccountBatch(count);
        for (int id = 1; id <= count; id++) {
            accounts.add();
            accounts.setId(id);
            accounts.setLedger(LEDGER);
            accounts.setCode(CODE);
        }
        return await(client.createAccountsAsync(accounts)).getLength();
    }

    /** Transfers of 1 from account 1 to account 2 with consecutive ids. */
    public static TransferBatch transfers(long firstId, int count) {
        var transfers = new TransferBatch(count);
        for (int i = 0; i < count; i++) {
            transfers.add();
            transfers.setId(firstId + i);
            transfers.setDebitAccountId(1);
            transfers.setCreditAccountId(2);
            transfers.setAmount(1);
            transfers.setLedger(LEDGER);
            transfers.setCode(CODE);
        }
        return transfers;
    }

    /** The code of every event of a batch, 0 for success. */
    public static List<Integer> codes(CreateTransferResultBatch results, int events) {
        List<Integer> codes = new ArrayList<>(Collections.nCopies(events, 0));
        while (results.next()) {
            codes.set(results.getIndex(), results.getResult().value);
        }
        return codes;
    }

    /** The debits posted to an account. */
    public static long debitsPosted(Client client, long id) throws Exception {
        var found = await(client.lookupAccountsAsync(new IdBatch(UInt128.asBytes(id))));
        if (!found.next()) {
            throw new AssertionError("no account " + id);
        }
        return found.getDebitsPosted().longValueExact();
    }

    /**
     * Waits until so much was debited from account 1, as a new client sees it: one whose connection
     * was cut is not answered before its next ping, which may be half a minute later.
     */
    public static void awaitDebits(String address, long debits) throws Exception {
        try (var fresh = connect(address)) {
            Awaitility.await()
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> debitsPosted(fresh, 1) == debits);
        }
    }
}
