package global.pryzma.ledger.benchmark;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.CreateTransferResultBatch;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.PacketStatus;
import com.tigerbeetle.RequestException;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.TransferKind;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ledger with nothing before it but the native client, whose futures are only waited for. Money
 * moves between accounts of the service, as if it had asked for it.
 */
final class RawLedger implements AutoCloseable {
    private static final int EVENTS_OF_A_MESSAGE = 8_190;
    private static final long PATIENCE_SECONDS = 60;

    private final Client client;
    private final List<UUID> accounts;
    private final int number;

    RawLedger(ClusterEndpoints cluster, List<UUID> accounts) {
        this.client = client(cluster);
        this.accounts = accounts;
        IdBatch first = new IdBatch(1);
        first.add(bytes(accounts.getFirst()));
        AccountBatch found = answer(client.lookupAccountsAsync(first));
        if (!found.next()) {
            throw new IllegalStateException("an account is not there");
        }
        this.number = found.getLedger();
    }

    /** A new one, which knows no other's messages. */
    static Client client(ClusterEndpoints cluster) {
        return new Client(
                UInt128.asBytes(cluster.clusterId().low(), cluster.clusterId().high()),
                cluster.addresses().toArray(String[]::new));
    }

    /** One after the other, each alone in its message. */
    Measured singles(Duration warmUp, Duration time) {
        for (long end = System.nanoTime() + warmUp.toNanos(); System.nanoTime() < end; ) {
            create(1);
        }
        Meter meter = new Meter();
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
            long began = System.nanoTime();
            create(1);
            meter.took(System.nanoTime() - began);
        }
        return meter.look();
    }

    /**
     * So many of these messages in flight, of which the client sends one after the other.
     *
     * @param transfers in each
     */
    Measured batches(int inFlight, int transfers, Duration warmUp, Duration time) throws Exception {
        return Crowd.run(inFlight, () -> () -> create(transfers) > 0, warmUp, time, () -> {});
    }

    /** Puts so many transfers there, in messages as large as they may be. */
    void store(int transfers) {
        int most = EVENTS_OF_A_MESSAGE;
        for (int done = 0; done < transfers; ) {
            int next = Math.min(most, transfers - done);
            try {
                create(next);
                done += next;
            } catch (RequestException e) {
                if (e.getStatus() != PacketStatus.TooMuchData.value || most == 1) {
                    throw e;
                }
                most /= 2;
            }
        }
    }

    private int create(int transfers) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        TransferBatch batch = new TransferBatch(transfers);
        for (int i = 0; i < transfers; i++) {
            int debit = random.nextInt(accounts.size());
            int credit = (debit + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
            batch.add();
            batch.setId(UInt128.id());
            batch.setDebitAccountId(low(debit), high(debit));
            batch.setCreditAccountId(low(credit), high(credit));
            batch.setAmount(1);
            batch.setLedger(number);
            batch.setCode(TransferKind.TRANSFER.code());
            batch.setUserData64(1);
            batch.setUserData32(1);
        }
        CreateTransferResultBatch refused = answer(client.createTransfersAsync(batch));
        if (refused.next()) {
            throw new IllegalStateException("refused: " + refused.getResult());
        }
        return transfers;
    }

    private long low(int account) {
        return accounts.get(account).getLeastSignificantBits();
    }

    private long high(int account) {
        return accounts.get(account).getMostSignificantBits();
    }

    private static byte[] bytes(UUID id) {
        return UInt128.asBytes(id.getLeastSignificantBits(), id.getMostSignificantBits());
    }

    /** What a future comes to, which is not touched. */
    static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RequestException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the ledger does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
