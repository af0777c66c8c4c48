package global.pryzma.replica.comparison;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The operations that read. */
final class ModelQueries {
    static final int ROWS_MAX = 8190;
    static final int DEBITS = 1;
    static final int CREDITS = 2;
    static final int REVERSED = 4;
    static final int QUERY_REVERSED = 1;

    private static final int ROW_BYTES = 128;

    private final ReferenceModel model;

    ModelQueries(ReferenceModel model) {
        this.model = model;
    }

    byte[] lookupAccounts(ByteBuffer ids) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < ids.capacity(); at += 16) {
            BigInteger id = ModelBytes.u128(ids, at);
            if (model.hasAccount(id)) {
                out.writeBytes(row(model.account(id)));
            }
        }
        return out.toByteArray();
    }

    byte[] lookupTransfers(ByteBuffer ids) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < ids.capacity(); at += 16) {
            BigInteger id = ModelBytes.u128(ids, at);
            if (model.hasTransfer(id)) {
                out.writeBytes(row(model.transfer(id)));
            }
        }
        return out.toByteArray();
    }

    byte[] accountTransfers(ByteBuffer filter) {
        if (!accountFilterIsValid(filter)) {
            return new byte[0];
        }
        List<ModelTransfer> found =
                model.transfers().stream().filter(t -> matches(filter, t)).toList();
        return page(
                found,
                t -> t.timestamp,
                ModelQueries::row,
                (filter.getInt(124) & REVERSED) != 0,
                filter.getInt(120));
    }

    byte[] accountBalances(ByteBuffer filter) {
        BigInteger id = ModelBytes.u128(filter, 0);
        if (!accountFilterIsValid(filter)
                || !model.hasAccount(id)
                || !model.account(id).has(ModelAccount.HISTORY)) {
            return new byte[0];
        }
        List<ReferenceModel.Balances> found =
                model.history().stream()
                        .filter(b -> b.account().id.equals(id) && matches(filter, b.transfer()))
                        .toList();
        return page(
                found,
                b -> b.transfer().timestamp,
                ModelQueries::row,
                (filter.getInt(124) & REVERSED) != 0,
                filter.getInt(120));
    }

    byte[] accounts(ByteBuffer filter) {
        if (!queryFilterIsValid(filter)) {
            return new byte[0];
        }
        List<ModelAccount> found =
                model.accounts().stream()
                        .filter(a ->
                                matchesOrUnset(ModelBytes.u128(filter, 0), a.userData128)
                                        && matchesOrUnset(filter.getLong(16), a.userData64)
                                        && matchesOrUnset(filter.getInt(24), a.userData32)
                                        && matchesOrUnset(filter.getInt(28), a.ledger)
                                        && matchesOrUnset(code(filter, 32), a.code)
                                        && inRange(filter, 40, a.timestamp))
                        .toList();
        return page(
                found,
                a -> a.timestamp,
                ModelQueries::row,
                (filter.getInt(60) & QUERY_REVERSED) != 0,
                filter.getInt(56));
    }

    byte[] transfers(ByteBuffer filter) {
        if (!queryFilterIsValid(filter)) {
            return new byte[0];
        }
        List<ModelTransfer> found =
                model.transfers().stream()
                        .filter(t ->
                                matchesOrUnset(ModelBytes.u128(filter, 0), t.userData128)
                                        && matchesOrUnset(filter.getLong(16), t.userData64)
                                        && matchesOrUnset(filter.getInt(24), t.userData32)
                                        && matchesOrUnset(filter.getInt(28), t.ledger)
                                        && matchesOrUnset(code(filter, 32), t.code)
                                        && inRange(filter, 40, t.timestamp))
                        .toList();
        return page(
                found,
                t -> t.timestamp,
                ModelQueries::row,
                (filter.getInt(60) & QUERY_REVERSED) != 0,
                filter.getInt(56));
    }

    private static boolean matches(ByteBuffer filter, ModelTransfer t) {
        BigInteger account = ModelBytes.u128(filter, 0);
        int flags = filter.getInt(124);
        boolean debit = (flags & DEBITS) != 0 && t.debitAccountId.equals(account);
        boolean credit = (flags & CREDITS) != 0 && t.creditAccountId.equals(account);
        return (debit || credit)
                && matchesOrUnset(ModelBytes.u128(filter, 16), t.userData128)
                && matchesOrUnset(filter.getLong(32), t.userData64)
                && matchesOrUnset(filter.getInt(40), t.userData32)
                && matchesOrUnset(code(filter, 44), t.code)
                && inRange(filter, 104, t.timestamp);
    }

    private static boolean accountFilterIsValid(ByteBuffer filter) {
        BigInteger account = ModelBytes.u128(filter, 0);
        int flags = filter.getInt(124);
        return account.signum() != 0
                && !account.equals(ModelBytes.MAX_128)
                && rangeIsValid(filter, 104)
                && filter.getInt(120) != 0
                && (flags & (DEBITS | CREDITS)) != 0
                && (flags & ~(DEBITS | CREDITS | REVERSED)) == 0
                && ModelBytes.zero(filter, 46, 104);
    }

    private static boolean queryFilterIsValid(ByteBuffer filter) {
        return rangeIsValid(filter, 40)
                && filter.getInt(56) != 0
                && (filter.getInt(60) & ~QUERY_REVERSED) == 0
                && ModelBytes.zero(filter, 34, 40);
    }

    /** The oldest timestamp is at an offset and the newest follows it. */
    private static boolean rangeIsValid(ByteBuffer filter, int at) {
        long min = filter.getLong(at);
        long max = filter.getLong(at + 8);
        return min != -1 && max != -1 && (max == 0 || Long.compareUnsigned(min, max) <= 0);
    }

    private static boolean inRange(ByteBuffer filter, int at, long timestamp) {
        long min = filter.getLong(at);
        long max = filter.getLong(at + 8);
        return Long.compareUnsigned(timestamp, min) >= 0
                && (max == 0 || Long.compareUnsigned(timestamp, max) <= 0);
    }

    private static boolean matchesOrUnset(BigInteger wanted, BigInteger value) {
        return wanted.signum() == 0 || wanted.equals(value);
    }

    private static boolean matchesOrUnset(long wanted, long value) {
        return wanted == 0 || wanted == value;
    }

    private static int code(ByteBuffer filter, int at) {
        return Short.toUnsignedInt(filter.getShort(at));
    }

    private interface RowOf<T> {
        byte[] of(T item);
    }

    private static <T> byte[] page(
            List<T> found, ToLongFunction<T> timestamp, RowOf<T> row, boolean reversed, int limit) {
        List<T> sorted = new ArrayList<>(found);
        sorted.sort((a, b) ->
                reversed
                        ? Long.compare(timestamp.applyAsLong(b), timestamp.applyAsLong(a))
                        : Long.compare(timestamp.applyAsLong(a), timestamp.applyAsLong(b)));
        var out = new ByteArrayOutputStream();
        long rows = Math.min(Integer.toUnsignedLong(limit), ROWS_MAX);
        sorted.stream().limit(rows).forEach(item -> out.writeBytes(row.of(item)));
        return out.toByteArray();
    }

    private static byte[] row(ModelAccount account) {
        ByteBuffer bytes = ModelBytes.of(new byte[ROW_BYTES]);
        account.write(bytes, 0);
        return bytes.array();
    }

    private static byte[] row(ModelTransfer transfer) {
        ByteBuffer bytes = ModelBytes.of(new byte[ROW_BYTES]);
        transfer.write(bytes, 0);
        return bytes.array();
    }

    private static byte[] row(ReferenceModel.Balances balances) {
        ModelAccount account = balances.account();
        ByteBuffer bytes = ModelBytes.of(new byte[ROW_BYTES]);
        ModelBytes.u128(bytes, 0, account.debitsPending);
        ModelBytes.u128(bytes, 16, account.debitsPosted);
        ModelBytes.u128(bytes, 32, account.creditsPending);
        ModelBytes.u128(bytes, 48, account.creditsPosted);
        bytes.putLong(64, balances.transfer().timestamp);
        return bytes.array();
    }
}
