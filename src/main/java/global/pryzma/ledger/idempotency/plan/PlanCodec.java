package global.pryzma.ledger.idempotency.plan;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a plan is stored. Big-endian: one byte {@link #VERSION}, one byte kind (0 nothing, 1
 * accounts, 2 a chain of transfers, 3 independent transfers, 4 see below), two bytes count, then
 * the rows, each field in the order of its record. Permanent: a plan that one version has claimed
 * may be submitted by another.
 *
 * <p>Of transfers behind an anchor, which may be thousands, the rows are not stored but SHA-256 of
 * them, the anchor first: they are made again from the command, and refused if they are not the
 * same. Such a chain is kind 4.
 */
public final class PlanCodec {
    static final int VERSION = 1;

    private static final int HEADER = 4;
    private static final int INDEPENDENT = 3;
    private static final int ANCHORED_CHAIN = 4;
    private static final int DIGEST = 32;
    private static final int ACCOUNT = 16 + 16 + 8 + 4 + 4 + 2 + 2;
    private static final int TRANSFER = 6 * 16 + 8 + 4 + 4 + 4 + 2 + 2;

    private PlanCodec() {}

    public static byte[] encode(Plan plan) {
        return switch (plan) {
            case Plan.Nothing() -> header(0, 0, 0).array();
            case Plan.Accounts(List<AccountFields> accounts) -> {
                ByteBuffer out = header(1, accounts.size(), ACCOUNT);
                accounts.forEach(account -> put(out, account));
                yield out.array();
            }
            case Plan.Chain(List<TransferFields> transfers)
                    when transfers.getFirst().code() == TransferKind.ANCHOR.code() ->
                    digest(ANCHORED_CHAIN, transfers);
            case Plan.Chain(List<TransferFields> transfers) -> {
                ByteBuffer out = header(2, transfers.size(), TRANSFER);
                transfers.forEach(transfer -> put(out, transfer));
                yield out.array();
            }
            case Plan.IndependentTransfers(TransferFields anchor, List<TransferFields> items) -> {
                List<TransferFields> rows = new ArrayList<>(1 + items.size());
                rows.add(anchor);
                rows.addAll(items);
                yield digest(INDEPENDENT, rows);
            }
        };
    }

    private static byte[] digest(int kind, List<TransferFields> transfers) {
        ByteBuffer rows = ByteBuffer.allocate(transfers.size() * TRANSFER);
        transfers.forEach(transfer -> put(rows, transfer));
        return header(kind, transfers.size(), 0, DIGEST)
                .put(DerivedIds.sha256(rows.array()))
                .array();
    }

    /** Whether the plan was stored without its rows. */
    public static boolean isDigest(byte[] bytes) {
        return bytes.length >= HEADER
                && bytes[0] == VERSION
                && (bytes[1] == INDEPENDENT || bytes[1] == ANCHORED_CHAIN);
    }

    /**
     * Throws IllegalArgumentException for bytes that {@link #encode} of no known version wrote.
     *
     * @param again makes the plan again, for one that was stored without its rows
     */
    public static Plan decode(byte[] bytes, Supplier<Plan> again) {
        if (!isDigest(bytes)) {
            return decode(bytes);
        }
        Plan plan = again.get();
        if (!Arrays.equals(encode(plan), bytes)) {
            throw new IllegalArgumentException("not the plan that was stored");
        }
        return plan;
    }

    /** The same for plans that are stored with their rows. */
    public static Plan decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = bytes.length < HEADER ? -1 : in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("a plan of unknown version " + version);
        }
        int kind = in.get();
        int count = Short.toUnsignedInt(in.getShort());
        int rowSize =
                switch (kind) {
                    case 0 -> 0;
                    case 1 -> ACCOUNT;
                    case 2 -> TRANSFER;
                    default -> throw new IllegalArgumentException("a plan of kind " + kind);
                };
        if (in.remaining() != count * rowSize || (kind == 0) != (count == 0)) {
            throw new IllegalArgumentException("a plan of " + bytes.length + " bytes");
        }
        return switch (kind) {
            case 0 -> new Plan.Nothing();
            case 1 -> {
                List<AccountFields> accounts = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    accounts.add(account(in));
                }
                yield new Plan.Accounts(accounts);
            }
            default -> {
                List<TransferFields> transfers = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    transfers.add(transfer(in));
                }
                yield new Plan.Chain(transfers);
            }
        };
    }

    private static ByteBuffer header(int kind, int count, int rowSize) {
        return header(kind, count, rowSize, 0);
    }

    private static ByteBuffer header(int kind, int count, int rowSize, int more) {
        return ByteBuffer.allocate(HEADER + count * rowSize + more)
                .put((byte) VERSION)
                .put((byte) kind)
                .putShort((short) count);
    }

    private static void put(ByteBuffer out, AccountFields account) {
        put(out, account.id());
        put(out, account.userData128());
        out.putLong(account.userData64()).putInt(account.userData32()).putInt(account.ledger());
        out.putShort((short) account.code()).putShort((short) account.flags());
    }

    private static AccountFields account(ByteBuffer in) {
        return new AccountFields(
                id(in), id(in), in.getLong(), in.getInt(), in.getInt(), u16(in), u16(in));
    }

    private static void put(ByteBuffer out, TransferFields transfer) {
        put(out, transfer.id());
        put(out, transfer.debitAccountId());
        put(out, transfer.creditAccountId());
        out.putLong(transfer.amount().high()).putLong(transfer.amount().low());
        put(out, transfer.pendingId());
        put(out, transfer.userData128());
        out.putLong(transfer.userData64()).putInt(transfer.userData32());
        out.putInt(transfer.timeoutSeconds()).putInt(transfer.ledger());
        out.putShort((short) transfer.code()).putShort((short) transfer.flags());
    }

    private static TransferFields transfer(ByteBuffer in) {
        return new TransferFields(
                id(in),
                id(in),
                id(in),
                new Amount(in.getLong(), in.getLong()),
                id(in),
                id(in),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                u16(in),
                u16(in));
    }

    private static void put(ByteBuffer out, LedgerId id) {
        out.putLong(id.high()).putLong(id.low());
    }

    private static LedgerId id(ByteBuffer in) {
        return new LedgerId(in.getLong(), in.getLong());
    }

    private static int u16(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}
