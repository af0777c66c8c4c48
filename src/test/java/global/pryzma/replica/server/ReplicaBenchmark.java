package global.pryzma.replica.server;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.TransferBatch;

import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.journal.Recovery;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.journal.ReplicaState;
import global.pryzma.replica.machine.Frozen;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.Native;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast the embedded replica is; no test. Arguments: how many transfers (1,000,000), how many
 * accounts (10,000), {@code history} for accounts with balance history. Prints transfers per second
 * in full batches through the native client, the longest wait for one batch, the time to recover,
 * the heap per transfer, and how long queries over all transfers take.
 */
final class ReplicaBenchmark {
    private static final int BATCH = 8190;
    private static final int HISTORY = 8;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int transfers;
    private final int accounts;
    private final int flags;
    private final Random random = new Random(42);

    private ReplicaBenchmark(int transfers, int accounts, boolean history) {
        this.transfers = transfers;
        this.accounts = accounts;
        this.flags = history ? HISTORY : 0;
    }

    public static void main(String[] args) throws Exception {
        int transfers = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int accounts = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        boolean history = args.length > 2 && args[2].equals("history");
        Path folder = Files.createTempDirectory("replica-benchmark");
        try {
            new ReplicaBenchmark(transfers, accounts, history).run(folder);
        } finally {
            delete(folder);
        }
    }

    private void run(Path folder) throws Exception {
        List<Long> waits = new ArrayList<>();
        long start;
        try (var replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
                var client = Native.connect(replica.address())) {
            createAccounts(client);
            start = System.nanoTime();
            for (int first = 0; first < transfers; first += BATCH) {
                long sent = System.nanoTime();
                TransferBatch batch = batch(first, Math.min(BATCH, transfers - first));
                if (Native.await(client.createTransfersAsync(batch)).getLength() > 0) {
                    throw new IllegalStateException("a transfer failed");
                }
                waits.add(System.nanoTime() - sent);
            }
            start = System.nanoTime() - start;
        }
        waits.sort(null);
        print("transfers", "%,d", transfers);
        print("accounts", "%,d", accounts);
        print("transfers per second", "%,.0f", transfers / (start / NANOS_PER_SECOND));
        print("batch, median", "%.1f ms", waits.get(waits.size() / 2) / NANOS_PER_MILLI);
        print("batch, longest", "%.1f ms", waits.getLast() / NANOS_PER_MILLI);
        recover(folder);
    }

    private static void recover(Path folder) throws IOException {
        long before = usedHeap();
        var files = new ReplicaFiles(folder, JournalFile::open);
        print("snapshots", "%d", files.snapshots().size());
        long start = System.nanoTime();
        Recovery recovery = Recovery.run(files, U128.ZERO);
        long nanos = System.nanoTime() - start;
        recovery.journal().close();
        long heap = usedHeap() - before;
        int count = recovery.state().machine().transferCount();
        print("recovery", "%,.0f ms", nanos / NANOS_PER_MILLI);
        print("heap per transfer", "%d bytes", heap / count);
        long freezing = System.nanoTime();
        Frozen frozen = recovery.state().freeze();
        print("freezing the state", "%.2f ms", (System.nanoTime() - freezing) / NANOS_PER_MILLI);
        frozen.writeTo((words, at, number) -> {});
        query("query of one row", recovery.state(), count / 2, 0, 0);
        query("query of none", recovery.state(), -1, 0, 0);
        query("query that must scan", recovery.state(), 0, 2, Native.CODE);
    }

    /** The best of a few, as the second client would see it. */
    private static void query(
            String what, ReplicaState state, long userData64, int userData32, int code) {
        ByteBuffer filter = Header.littleEndian(new byte[64]);
        filter.putLong(16, userData64).putInt(24, userData32).putShort(32, (short) code);
        filter.putInt(56, BATCH);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            state.machine().execute(Operation.QUERY_TRANSFERS, 0, filter.array());
            best = Math.min(best, System.nanoTime() - start);
        }
        print(what, "%.2f ms", best / NANOS_PER_MILLI);
    }

    private void createAccounts(Client client) throws Exception {
        for (int first = 0; first < accounts; first += BATCH) {
            int count = Math.min(BATCH, accounts - first);
            var batch = new AccountBatch(count);
            for (int i = 0; i < count; i++) {
                batch.add();
                batch.setId(first + i + 1);
                batch.setLedger(Native.LEDGER);
                batch.setCode(Native.CODE);
                batch.setFlags(flags);
            }
            Native.await(client.createAccountsAsync(batch));
        }
    }

    private TransferBatch batch(int first, int count) {
        var batch = new TransferBatch(count);
        for (int i = 0; i < count; i++) {
            int debit = random.nextInt(accounts);
            batch.add();
            batch.setId(first + i + 1, 7);
            batch.setDebitAccountId(debit + 1);
            batch.setCreditAccountId((debit + 1 + random.nextInt(accounts - 1)) % accounts + 1);
            batch.setAmount(1 + random.nextInt(1000));
            batch.setLedger(Native.LEDGER);
            // Each value of either field is everywhere, but no row has code 10 and 2 together.
            batch.setCode(Native.CODE + i % 2);
            batch.setUserData32(1 + i % 2);
            batch.setUserData64(first + i + 1);
        }
        return batch;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String what, String format, Object value) {
        System.out.printf("%-22s %s%n", what, format.formatted(value));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
