package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.AccountFilter;
import com.tigerbeetle.AccountFlags;
import com.tigerbeetle.Client;
import com.tigerbeetle.CreateTransferResult;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.QueryFilter;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;

/** The unmodified native client, every operation, over TCP. */
class NativeClientTest {
    @Test
    void everyOperation(@TempDir Path folder) throws Exception {
        try (var replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
                var client = new Client(UInt128.asBytes(0), new String[] {replica.address()})) {
            createAccounts(client);
            createTransfers(client);

            var ids = new IdBatch(UInt128.asBytes(1));
            var account = client.lookupAccounts(ids);
            assertThat(account.next()).isTrue();
            assertThat(account.getDebitsPosted()).isEqualTo(BigInteger.valueOf(30));
            assertThat(account.getTimestamp()).isPositive();
            var transfers = client.lookupTransfers(new IdBatch(UInt128.asBytes(11)));
            assertThat(transfers.next()).isTrue();
            assertThat(transfers.getAmount()).isEqualTo(BigInteger.TEN);

            var filter = new AccountFilter();
            filter.setAccountId(UInt128.asBytes(1));
            filter.setDebits(true);
            filter.setCredits(true);
            filter.setLimit(10);
            assertThat(client.getAccountTransfers(filter).getLength()).isEqualTo(2);
            var balances = client.getAccountBalances(filter);
            assertThat(balances.getLength()).isEqualTo(2);
            balances.next();
            assertThat(balances.getDebitsPosted()).isEqualTo(BigInteger.TEN);
            balances.next();
            assertThat(balances.getDebitsPosted()).isEqualTo(BigInteger.valueOf(30));

            var query = new QueryFilter();
            query.setLedger(700);
            query.setLimit(10);
            query.setReversed(true);
            assertThat(client.queryAccounts(query).getLength()).isEqualTo(2);
            var queried = client.queryTransfers(query);
            assertThat(queried.getLength()).isEqualTo(2);
            queried.next();
            assertThat(queried.getAmount()).isEqualTo(BigInteger.valueOf(20));
        }
    }

    private static void createAccounts(Client client) {
        var accounts = new AccountBatch(2);
        for (long id = 1; id <= 2; id++) {
            accounts.add();
            accounts.setId(id);
            accounts.setLedger(700);
            accounts.setCode(10);
            accounts.setFlags(AccountFlags.HISTORY);
        }
        assertThat(client.createAccounts(accounts).getLength()).isZero();
    }

    private static void createTransfers(Client client) {
        var transfers = new TransferBatch(3);
        for (long n = 1; n <= 3; n++) {
            transfers.add();
            transfers.setId(10 + n);
            transfers.setDebitAccountId(n == 3 ? 9 : 1);
            transfers.setCreditAccountId(2);
            transfers.setAmount(10 * n);
            transfers.setLedger(700);
            transfers.setCode(1);
        }
        var results = client.createTransfers(transfers);
        assertThat(results.getLength()).isEqualTo(1);
        results.next();
        assertThat(results.getIndex()).isEqualTo(2);
        assertThat(results.getResult()).isEqualTo(CreateTransferResult.DebitAccountNotFound);
    }
}
