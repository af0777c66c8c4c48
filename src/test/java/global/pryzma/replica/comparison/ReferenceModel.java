package global.pryzma.replica.comparison;

import com.tigerbeetle.CreateAccountResult;
import com.tigerbeetle.CreateTransferResult;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * TigerBeetle's state machine once more, from its documentation alone: simple and slow, with big
 * integers, lists and whole copies. It knows nothing of the state machine that it is compared with.
 *
 * <p>It has no clock. Whoever asks says which timestamp the server gave to the message, and when a
 * sweep has expired what was due.
 */
final class ReferenceModel {
    /** What has become of a pending transfer. */
    enum Status {
        OPEN,
        POSTED,
        VOIDED,
        EXPIRED
    }

    /** An account's balances right after a transfer. */
    record Balances(ModelTransfer transfer, ModelAccount account) {}

    static final int CREATE_ACCOUNTS = 129;
    static final int CREATE_TRANSFERS = 130;
    static final int LOOKUP_ACCOUNTS = 131;
    static final int LOOKUP_TRANSFERS = 132;
    static final int GET_ACCOUNT_TRANSFERS = 133;
    static final int GET_ACCOUNT_BALANCES = 134;
    static final int QUERY_ACCOUNTS = 135;
    static final int QUERY_TRANSFERS = 136;

    private static final int LINKED = 1;
    private static final int IMPORTED_ACCOUNT = ModelAccount.IMPORTED;
    private static final int IMPORTED_TRANSFER = ModelTransfer.IMPORTED;

    /** Exactly these make an id unusable for ever. */
    private static final Set<CreateTransferResult> TRANSIENT =
            Set.of(
                    CreateTransferResult.DebitAccountNotFound,
                    CreateTransferResult.CreditAccountNotFound,
                    CreateTransferResult.PendingTransferNotFound,
                    CreateTransferResult.ExceedsCredits,
                    CreateTransferResult.ExceedsDebits,
                    CreateTransferResult.DebitAccountAlreadyClosed,
                    CreateTransferResult.CreditAccountAlreadyClosed);

    private Map<BigInteger, ModelAccount> accounts = new LinkedHashMap<>();
    private Map<BigInteger, Status> statuses = new LinkedHashMap<>();
    private final List<ModelTransfer> transfers = new ArrayList<>();
    private final Map<BigInteger, ModelTransfer> transfersById = new HashMap<>();
    private final List<Balances> history = new ArrayList<>();
    private final Set<BigInteger> tombstones = new HashSet<>();

    private final ModelCreateAccount createAccount = new ModelCreateAccount(this);
    private final ModelCreateTransfer createTransfer = new ModelCreateTransfer(this);
    private final ModelQueries queries = new ModelQueries(this);

    /** The body of the reply to one request. */
    byte[] answer(int operation, byte[] body, long timestamp) {
        ByteBuffer in = ModelBytes.of(body);
        return switch (operation) {
            case CREATE_ACCOUNTS -> results(createAccounts(in, timestamp));
            case CREATE_TRANSFERS -> results(createTransfers(in, timestamp));
            case LOOKUP_ACCOUNTS -> queries.lookupAccounts(in);
            case LOOKUP_TRANSFERS -> queries.lookupTransfers(in);
            case GET_ACCOUNT_TRANSFERS -> queries.accountTransfers(in);
            case GET_ACCOUNT_BALANCES -> queries.accountBalances(in);
            case QUERY_ACCOUNTS -> queries.accounts(in);
            case QUERY_TRANSFERS -> queries.transfers(in);
            default -> throw new IllegalArgumentException("operation " + operation);
        };
    }

    /** Expires every open pending transfer that is due at a time. */
    void expire(long now) {
        for (ModelTransfer pending : open()) {
            if (pending.timeout != 0 && pending.expiry().compareTo(BigInteger.valueOf(now)) <= 0) {
                release(pending, Status.EXPIRED);
            }
        }
    }

    // What the rules ask.

    boolean hasAccount(BigInteger id) {
        return accounts.containsKey(id);
    }

    ModelAccount account(BigInteger id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    boolean hasTransfer(BigInteger id) {
        return transfersById.containsKey(id);
    }

    ModelTransfer transfer(BigInteger id) {
        return Objects.requireNonNull(transfersById.get(id));
    }

    boolean isTombstone(BigInteger id) {
        return tombstones.contains(id);
    }

    Status status(BigInteger pendingId) {
        return Objects.requireNonNull(statuses.get(pendingId));
    }

    long newestAccountTimestamp() {
        return accounts.values().stream().mapToLong(a -> a.timestamp).max().orElse(0);
    }

    long newestTransferTimestamp() {
        // Every new one is newer than all others, imported or not.
        return transfers.isEmpty() ? 0 : transfers.getLast().timestamp;
    }

    boolean isAccountTimestamp(long timestamp) {
        return accounts.values().stream().anyMatch(a -> a.timestamp == timestamp);
    }

    boolean isTransferTimestamp(long timestamp) {
        return transfers.stream().anyMatch(t -> t.timestamp == timestamp);
    }

    // What the rules do.

    void add(ModelAccount account) {
        accounts.put(account.id, account);
    }

    /** Stores a transfer whose effects on the balances are there already. */
    void add(ModelTransfer transfer) {
        transfers.add(transfer);
        transfersById.put(transfer.id, transfer);
        if (transfer.has(ModelTransfer.PENDING)) {
            statuses.put(transfer.id, Status.OPEN);
        }
        history.add(new Balances(transfer, account(transfer.debitAccountId).copy()));
        history.add(new Balances(transfer, account(transfer.creditAccountId).copy()));
    }

    /** Ends a hold: its amount leaves the pending balances, and a void or expiry reopens. */
    void release(ModelTransfer pending, Status end) {
        statuses.put(pending.id, end);
        ModelAccount debit = account(pending.debitAccountId);
        ModelAccount credit = account(pending.creditAccountId);
        debit.debitsPending = debit.debitsPending.subtract(pending.amount);
        credit.creditsPending = credit.creditsPending.subtract(pending.amount);
        if (end != Status.POSTED) {
            if (pending.has(ModelTransfer.CLOSING_DEBIT)) {
                debit.flags &= ~ModelAccount.CLOSED;
            }
            if (pending.has(ModelTransfer.CLOSING_CREDIT)) {
                credit.flags &= ~ModelAccount.CLOSED;
            }
        }
    }

    // What tests ask.

    /** All accounts, the oldest first. */
    List<ModelAccount> accounts() {
        return List.copyOf(accounts.values());
    }

    /** All transfers, the oldest first. */
    List<ModelTransfer> transfers() {
        return transfers;
    }

    List<Balances> history() {
        return history;
    }

    Set<BigInteger> tombstones() {
        return tombstones;
    }

    /** The pending transfers that nothing has ended yet. */
    List<ModelTransfer> open() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue() == Status.OPEN)
                .map(entry -> transfer(entry.getKey()))
                .toList();
    }

    // Messages and chains.

    private int[] createAccounts(ByteBuffer in, long timestamp) {
        List<ModelAccount> events = new ArrayList<>();
        for (int at = 0; at < in.capacity(); at += ModelAccount.BYTES) {
            events.add(ModelAccount.read(in, at));
        }
        List<Boolean> linked = events.stream().map(event -> event.has(LINKED)).toList();
        boolean imported = !events.isEmpty() && events.getFirst().has(IMPORTED_ACCOUNT);
        return inChains(
                linked,
                i ->
                        createAccount.create(
                                        events.get(i),
                                        imported,
                                        timestamp,
                                        timestamp - events.size() + i + 1)
                                .value);
    }

    private int[] createTransfers(ByteBuffer in, long timestamp) {
        List<ModelTransfer> events = new ArrayList<>();
        for (int at = 0; at < in.capacity(); at += ModelTransfer.BYTES) {
            events.add(ModelTransfer.read(in, at));
        }
        List<Boolean> linked = events.stream().map(event -> event.has(LINKED)).toList();
        boolean imported = !events.isEmpty() && events.getFirst().has(IMPORTED_TRANSFER);
        return inChains(
                linked,
                i -> {
                    CreateTransferResult result =
                            createTransfer.create(
                                    events.get(i),
                                    imported,
                                    timestamp,
                                    timestamp - events.size() + i + 1);
                    if (TRANSIENT.contains(result)) {
                        tombstones.add(events.get(i).id);
                    }
                    return result.value;
                });
    }

    private interface Event {
        int create(int index);
    }

    private int[] inChains(List<Boolean> linked, Event event) {
        int[] codes = new int[linked.size()];
        int first = 0;
        while (first < codes.length) {
            int last = first;
            while (last < codes.length - 1 && linked.get(last)) {
                last++;
            }
            chain(codes, first, last, linked.get(last), event);
            first = last + 1;
        }
        return codes;
    }

    /** Tombstones are the one thing that stays of a chain that failed. */
    private void chain(int[] codes, int first, int last, boolean open, Event event) {
        boolean alone = first == last;
        Copy before = alone ? null : new Copy();
        int failed = -1;
        for (int i = first; i <= last; i++) {
            if (open && i == last) {
                codes[i] = CreateTransferResult.LinkedEventChainOpen.value;
            } else if (failed >= 0) {
                codes[i] = CreateTransferResult.LinkedEventFailed.value;
            } else {
                codes[i] = event.create(i);
            }
            if (codes[i] != 0 && failed < 0) {
                failed = i;
            }
        }
        if (failed >= 0 && before != null) {
            before.restore();
            for (int i = first; i < failed; i++) {
                codes[i] = CreateTransferResult.LinkedEventFailed.value;
            }
        }
    }

    /** Everything that a chain can change. */
    private final class Copy {
        final Map<BigInteger, ModelAccount> accountsThen = new LinkedHashMap<>();
        final Map<BigInteger, Status> statusesThen = new LinkedHashMap<>(statuses);
        final int transfersThen = transfers.size();
        final int historyThen = history.size();

        Copy() {
            accounts.forEach((id, account) -> accountsThen.put(id, account.copy()));
        }

        void restore() {
            accounts = accountsThen;
            statuses = statusesThen;
            while (transfers.size() > transfersThen) {
                transfersById.remove(transfers.removeLast().id);
            }
            while (history.size() > historyThen) {
                history.removeLast();
            }
        }
    }

    private static byte[] results(int[] codes) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] != CreateAccountResult.Ok.value) {
                out.writeBytes(ModelBytes.of(new byte[8]).putInt(0, i).putInt(4, codes[i]).array());
            }
        }
        return out.toByteArray();
    }
}
