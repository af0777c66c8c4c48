package global.pryzma.ledger.testing;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.AccountFilter;
import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.QueryFilter;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.TransferKind;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the ledger itself, past the service. */
public final class LedgerReader implements AutoCloseable {
    private static final int PAGE = 200;
    private static final long PATIENCE_SECONDS = 120;

    private final Client client;

    public LedgerReader(ClusterEndpoints cluster) {
        client =
                new Client(
                        UInt128.asBytes(cluster.clusterId().low(), cluster.clusterId().high()),
                        cluster.addresses().toArray(String[]::new));
    }

    /** A transfer as the ledger has it. */
    public record Transfer(UUID id, UUID debit, UUID credit, BigInteger amount) {}

    /** An account as the ledger has it. */
    public record Account(UUID id, int ledger, int code, Figures figures) {}

    /** The four counters of one account, or of several together. */
    public record Figures(
            BigInteger debitsPosted,
            BigInteger creditsPosted,
            BigInteger debitsPending,
            BigInteger creditsPending) {
        public Figures plus(Figures other) {
            return new Figures(
                    debitsPosted.add(other.debitsPosted),
                    creditsPosted.add(other.creditsPosted),
                    debitsPending.add(other.debitsPending),
                    creditsPending.add(other.creditsPending));
        }
    }

    /** Every account that there is. */
    public List<Account> accounts() {
        List<Account> found = new ArrayList<>();
        QueryFilter filter = new QueryFilter();
        filter.setLimit(PAGE);
        int read;
        do {
            AccountBatch rows = answer(client.queryAccountsAsync(filter));
            read = rows.getLength();
            while (rows.next()) {
                found.add(account(rows));
                filter.setTimestampMin(rows.getTimestamp() + 1);
            }
        } while (read == PAGE);
        return found;
    }

    /** Those of the accounts that there are. */
    public List<Account> accounts(Collection<UUID> ids) {
        List<Account> found = new ArrayList<>();
        List<UUID> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += PAGE) {
            IdBatch page = new IdBatch(PAGE);
            all.subList(from, Math.min(all.size(), from + PAGE)).forEach(id -> page.add(bytes(id)));
            AccountBatch rows = answer(client.lookupAccountsAsync(page));
            while (rows.next()) {
                found.add(account(rows));
            }
        }
        return found;
    }

    private static Account account(AccountBatch row) {
        return new Account(
                uuid(row.getId()),
                row.getLedger(),
                row.getCode(),
                new Figures(
                        row.getDebitsPosted(),
                        row.getCreditsPosted(),
                        row.getDebitsPending(),
                        row.getCreditsPending()));
    }

    /** When those of the transfers that there are were made, by the ledger's timestamps. */
    public Map<UUID, Long> transferTimestamps(Collection<UUID> ids) {
        Map<UUID, Long> found = new HashMap<>();
        List<UUID> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += PAGE) {
            IdBatch page = new IdBatch(PAGE);
            all.subList(from, Math.min(all.size(), from + PAGE)).forEach(id -> page.add(bytes(id)));
            TransferBatch rows = answer(client.lookupTransfersAsync(page));
            while (rows.next()) {
                found.put(uuid(rows.getId()), rows.getTimestamp());
            }
        }
        return found;
    }

    /**
     * Every transfer of money to or from the account; what the service keeps there for itself is
     * none.
     */
    public List<Transfer> transfersOf(UUID account) {
        List<Transfer> found = new ArrayList<>();
        AccountFilter filter = new AccountFilter();
        filter.setAccountId(bytes(account));
        filter.setDebits(true);
        filter.setCredits(true);
        filter.setCode(TransferKind.TRANSFER.code());
        filter.setLimit(PAGE);
        int read;
        do {
            TransferBatch rows = answer(client.getAccountTransfersAsync(filter));
            read = rows.getLength();
            while (rows.next()) {
                found.add(
                        new Transfer(
                                uuid(rows.getId()),
                                uuid(rows.getDebitAccountId()),
                                uuid(rows.getCreditAccountId()),
                                rows.getAmount()));
                filter.setTimestampMin(rows.getTimestamp() + 1);
            }
        } while (read == PAGE);
        return found;
    }

    private static byte[] bytes(UUID id) {
        return UInt128.asBytes(id.getLeastSignificantBits(), id.getMostSignificantBits());
    }

    private static UUID uuid(byte[] id) {
        return new UUID(
                UInt128.asLong(id, UInt128.MostSignificant),
                UInt128.asLong(id, UInt128.LeastSignificant));
    }

    private static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the ledger does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
