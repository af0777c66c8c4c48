package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The ledger itself: the same messages in the same order always make the same state and the same
 * replies. It has no clock and does no IO; every message brings its timestamp. Not thread-safe.
 */
public final class StateMachine {
    /** When the next pulse is due while nothing expires. */
    public static final long NEVER = ExpiryQueue.NONE;

    private final AccountTable accounts = new AccountTable();
    private final TransferTable transfers = new TransferTable();
    private final IdSet failedIds = new IdSet();
    private final ExpiryQueue expiries = new ExpiryQueue(transfers);
    private final CreateAccounts createAccounts;
    private final CreateTransfers createTransfers;
    private final ExpirySweep sweep = new ExpirySweep(accounts, transfers, expiries);
    private final Queries queries = new Queries(accounts, transfers);
    private final FatalInput fatal = new FatalInput(transfers, failedIds);

    private final long[] words = new long[MessageLimit.FULL.batchBytes() / Long.BYTES];
    private final ReplyBody reply = new ReplyBody();

    public StateMachine() {
        var rollback = new Rollback(accounts, transfers, expiries);
        createAccounts = new CreateAccounts(accounts, transfers, rollback);
        createTransfers = new CreateTransfers(accounts, transfers, failedIds, expiries, rollback);
    }

    /**
     * Executes a client's operation.
     *
     * @param body of a size that {@link Operation#accepts} found right
     * @param timestamp of the message, in nanoseconds, above that of every message before
     * @return the body of the reply, valid until the next call
     */
    public ReplyBody execute(Operation operation, long timestamp, byte[] body) {
        int size = read(body);
        reply.clear();
        switch (operation) {
            case CREATE_ACCOUNTS ->
                    createAccounts.execute(words, size / Words.COUNT, timestamp, reply);
            case CREATE_TRANSFERS ->
                    createTransfers.execute(words, size / Words.COUNT, timestamp, reply);
            case LOOKUP_ACCOUNTS -> queries.lookupAccounts(words, size / 2, reply);
            case LOOKUP_TRANSFERS -> queries.lookupTransfers(words, size / 2, reply);
            case GET_ACCOUNT_TRANSFERS ->
                    queries.getAccountTransfers(AccountFilter.of(words), reply);
            case GET_ACCOUNT_BALANCES -> queries.getAccountBalances(AccountFilter.of(words), reply);
            case QUERY_ACCOUNTS -> queries.queryAccounts(QueryFilter.of(words), reply);
            case QUERY_TRANSFERS -> queries.queryTransfers(QueryFilter.of(words), reply);
            case REGISTER, PULSE, EVICT_SESSION ->
                    throw new IllegalArgumentException(operation + " is no client's operation");
        }
        return reply;
    }

    /** Why a real server would not survive this operation, or null; changes nothing. */
    public @Nullable String fatal(Operation operation, long timestamp, byte[] body) {
        return switch (operation) {
            case CREATE_TRANSFERS -> fatal.in(words, read(body) / Words.COUNT, timestamp);
            case GET_ACCOUNT_TRANSFERS, GET_ACCOUNT_BALANCES -> {
                read(body);
                yield FatalInput.in(AccountFilter.of(words));
            }
            case QUERY_ACCOUNTS, QUERY_TRANSFERS -> {
                read(body);
                yield FatalInput.in(QueryFilter.of(words));
            }
            case CREATE_ACCOUNTS,
                    LOOKUP_ACCOUNTS,
                    LOOKUP_TRANSFERS,
                    REGISTER,
                    PULSE,
                    EVICT_SESSION ->
                    null;
        };
    }

    private int read(byte[] body) {
        int size = body.length / Long.BYTES;
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, size);
        return size;
    }

    /** Expires at most so many due pending transfers. */
    public void pulse(long timestamp, int max) {
        sweep.execute(timestamp, max);
    }

    /** When the next {@link #pulse} is due, in nanoseconds, or {@link #NEVER}. */
    public long pulseAt() {
        return expiries.pulseAt();
    }

    /** Makes a pulse due now. */
    public void pulseSoon() {
        expiries.sweepSoon();
    }

    public Frozen freeze() {
        Frozen frozenAccounts = accounts.freeze();
        Frozen frozenTransfers = transfers.freeze();
        Frozen frozenIds = failedIds.freeze();
        return sink -> {
            frozenAccounts.writeTo(sink);
            frozenTransfers.writeTo(sink);
            frozenIds.writeTo(sink);
        };
    }

    /** Fills the empty ledger with what a frozen one has written. */
    public void load(WordSource source) throws IOException {
        accounts.load(source);
        transfers.load(source);
        failedIds.load(source);
        accounts.loadTransfers(transfers);
        expiries.load();
    }

    public int accountCount() {
        return accounts.rows().count();
    }

    public int transferCount() {
        return transfers.rows().count();
    }

    int failedIdCount() {
        return failedIds.count();
    }
}
