package global.pryzma.ledger.benchmark;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.CreateAccountResultBatch;
import com.tigerbeetle.CreateTransferResultBatch;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.ledger.account.AccountType;
import global.pryzma.ledger.benchmark.FilledBooks.Kind;
import global.pryzma.ledger.benchmark.FilledBooks.Move;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * The ledger's part of filled books: rows as the service would have made them, by the native client
 * in messages as full as they may be.
 */
final class LedgerFiller implements AutoCloseable {
    /** Events of a message; a transfer of the books is three of them at most. */
    private static final int MESSAGE = 8_189;

    private static final int ENCODING_VERSION = 1;
    private static final int EXPIRES_AFTER_SECONDS = 1;
    private static final int LINES_OF_AN_ENTRY = 2;
    private static final long ALL_BITS = -1;
    private static final Set<AccountType> LIMITED =
            EnumSet.of(AccountType.CONSUMER, AccountType.BUSINESS, AccountType.RESERVE);

    private final Client client;
    private final FilledBooks books;
    private final long[] accounts;

    LedgerFiller(ClusterEndpoints cluster, FilledBooks books) {
        this.client = RawLedger.client(cluster);
        this.books = books;
        this.accounts = new long[2 * books.filling().accounts()];
        for (int n = 0; n < books.filling().accounts(); n++) {
            LedgerId id = books.account(n);
            accounts[2 * n] = id.low();
            accounts[2 * n + 1] = id.high();
        }
    }

    /** What a message has made: the ledger's timestamps of the rows from the first on. */
    record Made(int first, long[] timestamps) {
        int end() {
            return first + timestamps.length;
        }

        long timestamp(int n) {
            return timestamps[n - first];
        }
    }

    /** Whether the last of its transfers is there. */
    boolean isDone() {
        return RawLedger.answer(
                                client.lookupTransfersAsync(
                                        one(books.transfer(books.filling().transfers() - 1))))
                        .getLength()
                > 0;
    }

    /** The next accounts, from this one on. */
    Made accounts(int first) {
        int count = Math.min(MESSAGE, books.filling().accounts() - first);
        AccountBatch batch = new AccountBatch(count);
        for (int n = first; n < first + count; n++) {
            AccountType type = books.type(n);
            UUID program = books.program(n);
            batch.add();
            batch.setId(accounts[2 * n], accounts[2 * n + 1]);
            batch.setLedger(books.number(books.group(n)));
            batch.setCode(type.code());
            batch.setFlags(
                    AccountFlags.HISTORY
                            | (LIMITED.contains(type)
                                    ? AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS
                                    : 0));
            batch.setUserData128(
                    program.getLeastSignificantBits(), program.getMostSignificantBits());
            batch.setUserData64(FilledBooks.random(n) | 1);
            batch.setUserData32(ENCODING_VERSION);
        }
        CreateAccountResultBatch refused = RawLedger.answer(client.createAccountsAsync(batch));
        if (refused.next()) {
            throw new IllegalStateException("refused: " + refused.getResult());
        }
        AccountBatch last =
                RawLedger.answer(client.lookupAccountsAsync(one(books.account(first + count - 1))));
        last.next();
        long[] timestamps = new long[count];
        for (int i = 0; i < count; i++) {
            timestamps[i] = last.getTimestamp() - (count - 1 - i);
        }
        return new Made(first, timestamps);
    }

    /** The next transfers, from this one on. */
    Made transfers(int first) {
        TransferBatch batch = new TransferBatch(MESSAGE);
        int[] events = new int[MESSAGE];
        int n = first;
        while (n < books.filling().transfers() && batch.getLength() + 3 <= MESSAGE) {
            events[n - first] = batch.getLength();
            add(batch, n++);
        }
        CreateTransferResultBatch refused = RawLedger.answer(client.createTransfersAsync(batch));
        if (refused.next()) {
            throw new IllegalStateException(
                    "event %d refused: %s".formatted(refused.getIndex(), refused.getResult()));
        }
        LedgerId last = books.transfer(n - 1);
        TransferBatch found = RawLedger.answer(client.lookupTransfersAsync(one(last)));
        found.next();
        long[] timestamps = new long[n - first];
        for (int i = 0; i < timestamps.length; i++) {
            timestamps[i] = found.getTimestamp() - (events[n - 1 - first] - events[i]);
        }
        return new Made(first, timestamps);
    }

    private void add(TransferBatch batch, int n) {
        Move move = books.move(n);
        DerivedIds ids = books.idsOfTransfer(n);
        int number = books.number(books.group(move.debit()));
        switch (move.kind()) {
            case PAYMENT -> money(batch, ids.id(0), n, move, number);
            case OPEN_HOLD, HOLD_TO_POST, HOLD_TO_VOID -> {
                money(batch, ids.id(0), n, move, number);
                batch.setFlags(TransferFlags.PENDING);
            }
            case EXPIRING_HOLD -> {
                money(batch, ids.id(0), n, move, number);
                batch.setFlags(TransferFlags.PENDING);
                batch.setTimeout(EXPIRES_AFTER_SECONDS);
            }
            case POST -> end(batch, ids.id(0), n, move, TransferKind.HOLD_POSTED);
            case VOID -> end(batch, ids.id(0), n, move, TransferKind.HOLD_VOIDED);
            case ENTRY -> entry(batch, ids, n, move, number);
        }
    }

    private void money(TransferBatch batch, LedgerId id, int n, Move move, int number) {
        row(batch, id, n, number, TransferKind.TRANSFER);
        batch.setDebitAccountId(accounts[2 * move.debit()], accounts[2 * move.debit() + 1]);
        batch.setCreditAccountId(accounts[2 * move.credit()], accounts[2 * move.credit() + 1]);
        batch.setAmount(move.amount());
    }

    private void end(TransferBatch batch, LedgerId id, int n, Move move, TransferKind marker) {
        LedgerId hold = books.transfer(move.hold());
        int number = books.number(books.group(books.move(move.hold()).debit()));
        row(batch, id, n, number, TransferKind.TRANSFER);
        batch.setPendingId(hold.low(), hold.high());
        batch.setUserData128(hold.low(), hold.high());
        if (move.kind() == Kind.POST) {
            batch.setAmount(ALL_BITS, ALL_BITS); // all of it
            batch.setFlags(TransferFlags.LINKED | TransferFlags.POST_PENDING);
        } else {
            batch.setFlags(TransferFlags.LINKED | TransferFlags.VOID_PENDING);
        }
        row(batch, CompanionIds.first(hold), n, number, marker);
        control(batch, ControlAccounts.plain(number), ControlAccounts.neverDebited(number));
        batch.setUserData128(id.low(), id.high());
    }

    private void entry(TransferBatch batch, DerivedIds ids, int n, Move move, int number) {
        row(batch, ids.id(0), n, number, TransferKind.ENTRY);
        control(batch, ControlAccounts.plain(number), ControlAccounts.clearing(number));
        batch.setUserData128(LINES_OF_AN_ENTRY, 0);
        batch.setFlags(TransferFlags.LINKED);
        // Both lines in one transfer: that of the credited one, which names the other.
        money(batch, ids.id(2), n, move, number);
        batch.setUserData128(ids.id(1).low(), ids.id(1).high());
    }

    private static void row(
            TransferBatch batch, LedgerId id, int n, int number, TransferKind kind) {
        batch.add();
        batch.setId(id.low(), id.high());
        batch.setLedger(number);
        batch.setCode(kind.code());
        batch.setUserData64(FilledBooks.random(n) | 1);
        batch.setUserData32(ENCODING_VERSION);
    }

    private static void control(TransferBatch batch, LedgerId debit, LedgerId credit) {
        batch.setDebitAccountId(debit.low(), debit.high());
        batch.setCreditAccountId(credit.low(), credit.high());
    }

    private static IdBatch one(LedgerId id) {
        IdBatch batch = new IdBatch(1);
        batch.add(UInt128.asBytes(id.low(), id.high()));
        return batch;
    }

    @Override
    public void close() {
        client.close();
    }
}
