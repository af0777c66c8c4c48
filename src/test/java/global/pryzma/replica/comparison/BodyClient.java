package global.pryzma.replica.comparison;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.AccountFilter;
import com.tigerbeetle.Batch;
import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.QueryFilter;
import com.tigerbeetle.TransferBatch;

import global.pryzma.replica.testing.Native;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;

/**
 * The unmodified native client, spoken to in whole bodies: a request's bytes go into its batch as
 * they are, also where the batch has no public setter for a field, and a reply's come out as they
 * came over the wire.
 */
final class BodyClient implements AutoCloseable {
    /** A reply's body and the timestamp in its header. */
    record Answer(byte[] body, long timestamp) {}

    private final String address;
    private Client client;

    BodyClient(String address) {
        this.address = address;
        this.client = Native.connect(address);
    }

    /** With a new session: the old one would hear nothing of a restarted server for a while. */
    void reopen() {
        client.close();
        client = Native.connect(address);
    }

    Answer ask(int operation, byte[] body) throws Exception {
        return answer(operation, Native.await(submit(operation, body)));
    }

    CompletableFuture<? extends Batch> submit(int operation, byte[] body) throws Exception {
        return switch (operation) {
            case ReferenceModel.CREATE_ACCOUNTS ->
                    client.createAccountsAsync(filled(new AccountBatch(body.length / 128), body));
            case ReferenceModel.CREATE_TRANSFERS ->
                    client.createTransfersAsync(filled(new TransferBatch(body.length / 128), body));
            case ReferenceModel.LOOKUP_ACCOUNTS ->
                    client.lookupAccountsAsync(filled(new IdBatch(body.length / 16), body));
            case ReferenceModel.LOOKUP_TRANSFERS ->
                    client.lookupTransfersAsync(filled(new IdBatch(body.length / 16), body));
            case ReferenceModel.GET_ACCOUNT_TRANSFERS ->
                    client.getAccountTransfersAsync(accountFilter(body));
            case ReferenceModel.GET_ACCOUNT_BALANCES ->
                    client.getAccountBalancesAsync(accountFilter(body));
            case ReferenceModel.QUERY_ACCOUNTS -> client.queryAccountsAsync(queryFilter(body));
            case ReferenceModel.QUERY_TRANSFERS -> client.queryTransfersAsync(queryFilter(body));
            default -> throw new IllegalArgumentException("operation " + operation);
        };
    }

    static Answer answer(int operation, Batch reply) throws Exception {
        boolean results =
                operation == ReferenceModel.CREATE_ACCOUNTS
                        || operation == ReferenceModel.CREATE_TRANSFERS;
        byte[] body = new byte[reply.getLength() * (results ? 8 : 128)];
        buffer(reply).get(0, body);
        return new Answer(body, reply.getHeader().getTimestamp());
    }

    private static <B extends Batch> B filled(B batch, byte[] body) throws Exception {
        while (batch.getLength() < batch.getCapacity()) {
            batch.add();
        }
        buffer(batch).put(0, body);
        return batch;
    }

    private static AccountFilter accountFilter(byte[] body) throws Exception {
        var filter = new AccountFilter();
        filled(batchOf(filter), body);
        return filter;
    }

    private static QueryFilter queryFilter(byte[] body) throws Exception {
        var filter = new QueryFilter();
        filled(batchOf(filter), body);
        return filter;
    }

    private static Batch batchOf(Object filter) throws Exception {
        Field batch = filter.getClass().getDeclaredField("batch");
        batch.setAccessible(true);
        return (Batch) batch.get(filter);
    }

    private static ByteBuffer buffer(Batch batch) throws Exception {
        Method getBuffer = Batch.class.getDeclaredMethod("getBuffer");
        getBuffer.setAccessible(true);
        return ((ByteBuffer) getBuffer.invoke(batch)).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        client.close();
    }
}
