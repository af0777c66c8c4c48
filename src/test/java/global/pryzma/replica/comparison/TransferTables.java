package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.CreateTransferResult;

import global.pryzma.replica.protocol.MessageLimit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * For tests of every result of create_transfers in its order: a table begins with a transfer that
 * breaks every rule in it; each row is one result and mends what it complains of, so that the next
 * is due. What burns an id gets a fresh one on the way.
 */
@Execution(ExecutionMode.SAME_THREAD) // They share the fields for their server.
abstract class TransferTables {
    static final long SECOND = 1_000_000_000L;

    /** So late that the longest timeouts end after the last representable nanosecond. */
    static final long NOW = 5_500_000_000_000_000_000L;

    static final BigInteger MAX = ModelBytes.MAX_128;
    static final int PENDING = ModelTransfer.PENDING;
    static final int POST = ModelTransfer.POST;
    static final int VOID = ModelTransfer.VOID;
    static final int IMPORTED = ModelTransfer.IMPORTED;
    static final int CLOSING_DEBIT = ModelTransfer.CLOSING_DEBIT;

    static ComparedServer server;
    static BodyClient client;
    static long lastId = 1000;

    /** Two accounts of every test's own, in ledger 1. */
    BigInteger debit = BigInteger.ZERO;

    BigInteger credit = BigInteger.ZERO;

    record Row(CreateTransferResult result, Consumer<ModelTransfer> mend) {}

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ComparedServer.frozen(folder, MessageLimit.FULL, NOW);
        client = new BodyClient(server.address());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    @BeforeEach
    void accounts() throws Exception {
        debit = account(0, 1);
        credit = account(0, 1);
    }

    /** Everything that can be wrong at once, but the timestamp. */
    static ModelTransfer wrongEverywhere() {
        var t = new ModelTransfer();
        t.flags = CLOSING_DEBIT | 1 << 9;
        t.pendingId = BigInteger.ONE;
        t.timeout = 1;
        t.amount = MAX;
        return t;
    }

    static ModelTransfer between(BigInteger from, BigInteger to, BigInteger amount) {
        var t = new ModelTransfer();
        t.debitAccountId = from;
        t.creditAccountId = to;
        t.amount = amount;
        t.ledger = 1;
        t.code = 1;
        return freshId(t);
    }

    /** Posts or voids everything. */
    static ModelTransfer resolving(ModelTransfer pending, int flags) {
        var t = new ModelTransfer();
        t.pendingId = pending.id;
        t.flags = flags;
        t.amount = t.has(POST) ? MAX : BigInteger.ZERO;
        return freshId(t);
    }

    static ModelTransfer linked(ModelTransfer transfer) {
        ModelTransfer copy = transfer.copy();
        copy.flags |= ModelTransfer.LINKED;
        return copy;
    }

    static ModelTransfer fresh(ModelTransfer transfer) {
        return freshId(transfer.copy());
    }

    static ModelTransfer freshId(ModelTransfer transfer) {
        transfer.id = BigInteger.valueOf(++lastId);
        return transfer;
    }

    static Row row(CreateTransferResult result, Consumer<ModelTransfer> mend) {
        return new Row(result, mend);
    }

    static void expect(ModelTransfer transfer, Row... rows) throws Exception {
        for (Row row : rows) {
            assertThat(submit(transfer)).as("%s", transfer).containsExactly(row.result());
            row.mend().accept(transfer);
        }
    }

    static BigInteger account(int flags, int ledger) throws Exception {
        var account = new ModelAccount();
        account.id = BigInteger.valueOf(++lastId);
        account.flags = flags;
        account.ledger = ledger;
        account.code = 1;
        ByteBuffer body = ModelBytes.of(new byte[ModelAccount.BYTES]);
        account.write(body, 0);
        assertThat(client.ask(ReferenceModel.CREATE_ACCOUNTS, body.array()).body()).isEmpty();
        return account.id;
    }

    static ModelAccount storedAccount(BigInteger id) throws Exception {
        return ModelAccount.read(lookUp(ReferenceModel.LOOKUP_ACCOUNTS, id), 0);
    }

    static ModelTransfer stored(ModelTransfer transfer) throws Exception {
        return ModelTransfer.read(lookUp(ReferenceModel.LOOKUP_TRANSFERS, transfer.id), 0);
    }

    static ByteBuffer lookUp(int operation, BigInteger id) throws Exception {
        ByteBuffer body = ModelBytes.of(new byte[16]);
        ModelBytes.u128(body, 0, id);
        return ModelBytes.of(client.ask(operation, body.array()).body());
    }

    /** The result of each transfer of one message. */
    static List<CreateTransferResult> submit(ModelTransfer... transfers) throws Exception {
        ByteBuffer body = ModelBytes.of(new byte[transfers.length * ModelTransfer.BYTES]);
        List<CreateTransferResult> results = new ArrayList<>();
        for (int i = 0; i < transfers.length; i++) {
            transfers[i].write(body, i * ModelTransfer.BYTES);
            results.add(Ok);
        }
        byte[] answer = client.ask(ReferenceModel.CREATE_TRANSFERS, body.array()).body();
        ByteBuffer rows = ModelBytes.of(answer);
        for (int at = 0; at < answer.length; at += 8) {
            int code = rows.getInt(at + 4);
            results.set(rows.getInt(at), CreateTransferResult.fromValue(code));
        }
        return results;
    }
}
