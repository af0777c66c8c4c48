package global.pryzma.replica.testing;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A replica whose clock a test can put forward, and one native client of it. */
public final class ReplicaAndClient implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final AtomicLong ahead = new AtomicLong();
    private final EmbeddedReplica replica;
    private final Client client;

    public ReplicaAndClient(Path folder) throws IOException {
        replica =
                EmbeddedReplica.start(
                        ReplicaSettings.in(folder), JournalFile::open, this::clockNanos);
        client = Native.connect(replica.address());
    }

    public Client client() {
        return client;
    }

    EmbeddedReplica replica() {
        return replica;
    }

    public void putForward(long seconds) {
        ahead.addAndGet(seconds * NANOS_PER_SECOND);
    }

    public long clockNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() + ahead.get();
    }

    /** Makes one account; the answer is its result's code. */
    public int createAccount(long id, int ledger, int flags) throws Exception {
        var batch = new AccountBatch(1);
        batch.add();
        batch.setId(id);
        batch.setLedger(ledger);
        batch.setCode(Native.CODE);
        batch.setFlags(flags);
        var results = Native.await(client.createAccountsAsync(batch));
        return results.next() ? results.getResult().value : 0;
    }

    /** The account, ready to be read. */
    public AccountBatch account(long id) throws Exception {
        var found = Native.await(client.lookupAccountsAsync(new IdBatch(UInt128.asBytes(id))));
        if (!found.next()) {
            throw new AssertionError("no account " + id);
        }
        return found;
    }

    /** Debits pending, debits posted, credits pending, credits posted. */
    public String balances(long id) throws Exception {
        AccountBatch account = account(id);
        return account.getDebitsPending()
                + " "
                + account.getDebitsPosted()
                + " "
                + account.getCreditsPending()
                + " "
                + account.getCreditsPosted();
    }

    @Override
    public void close() {
        client.close();
        replica.close();
    }
}
