package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The way to the real ledger, on which messages with transfers are lost or not even sent, or their
 * answers are lost, when the test says so, or are refused; and with a limit of its own for the
 * events of a message.
 */
final class FailingLedger implements Ledger {
    private final Ledger real;
    private final int maxEvents;
    private int seemingMaxEvents;
    private final Queue<Fate> fates = new ArrayDeque<>();
    private volatile Runnable before = () -> {};
    private volatile Runnable beforeLookup = () -> {};
    private volatile boolean admits = true;
    private volatile boolean sendsAccounts = true;
    private final Queue<List<TransferResult>> rules = new ArrayDeque<>();
    private final List<List<LedgerId>> refused = new ArrayList<>();
    private final List<List<LedgerId>> sent = new ArrayList<>();
    private int messages;

    FailingLedger(Ledger real, int maxEvents) {
        this.real = real;
        this.maxEvents = maxEvents;
        this.seemingMaxEvents = maxEvents;
    }

    /** What happens to a message with transfers. */
    enum Fate {
        ARRIVES,
        /** It does not come to the ledger. */
        IS_LOST,
        /** It is executed, and the answer does not come back. */
        ANSWER_IS_LOST,
        /** The circuit has opened: it is not sent. */
        OUT_OF_REACH,
        /** The waiting room is full: it is not sent. */
        NO_ROOM
    }

    /** It seems to take so many events in a message, until one of them is too large. */
    void seemsToTake(int events) {
        seemingMaxEvents = events;
    }

    /** Whether the circuit is closed. */
    void admits(boolean now) {
        admits = now;
    }

    /** From now on accounts are not sent. */
    void keepAccounts() {
        sendsAccounts = false;
    }

    /** What happens before the next messages with transfers. */
    void before(Runnable then) {
        before = then;
    }

    /** What happens before transfers are looked up. */
    void beforeLookup(Runnable then) {
        beforeLookup = then;
    }

    /** The fates of the next messages; those after them arrive. */
    void next(Fate... next) {
        fates.clear();
        fates.addAll(List.of(next));
        messages = 0;
    }

    /**
     * The next message with transfers does not come to the ledger either, and is answered that it
     * has broken these rules, one for each event: most can't be broken on the wire.
     */
    void refuseNext(List<TransferResult> broken) {
        rules.add(broken);
    }

    /** The ids in the messages that were refused, since the last call. */
    List<List<LedgerId>> refused() {
        List<List<LedgerId>> messageIds = List.copyOf(refused);
        refused.clear();
        rules.clear();
        return messageIds;
    }

    /** How many messages with transfers were sent since {@link #next}. */
    int messages() {
        return messages;
    }

    /** The ids in the messages with transfers that were sent so far. */
    synchronized List<List<LedgerId>> sent() {
        return List.copyOf(sent);
    }

    private synchronized void note(List<TransferFields> transfers) {
        sent.add(transfers.stream().map(TransferFields::id).toList());
    }

    @Override
    public Submission createTransfers(List<TransferFields> transfers, LedgerCall call) {
        if (transfers.size() > seemingMaxEvents) {
            throw new AssertionError(transfers.size() + " events in one message");
        }
        if (transfers.size() > maxEvents) {
            seemingMaxEvents = maxEvents;
            return new Submission.TooLarge(maxEvents);
        }
        before.run();
        note(transfers);
        messages++;
        if (!rules.isEmpty()) {
            refused.add(transfers.stream().map(TransferFields::id).toList());
            return new Submission.Answered(
                    rules.remove().stream()
                            .map(rule -> new Submission.EventResult(rule.code(), 0))
                            .toList());
        }
        return switch (fates.isEmpty() ? Fate.ARRIVES : fates.remove()) {
            case ARRIVES -> real.createTransfers(transfers, call);
            case IS_LOST -> new Submission.InDoubt(new CompletableFuture<>());
            case ANSWER_IS_LOST -> {
                real.createTransfers(transfers, call);
                yield new Submission.InDoubt(new CompletableFuture<>());
            }
            case OUT_OF_REACH -> new Submission.Unavailable();
            case NO_ROOM -> new Submission.Overloaded();
        };
    }

    @Override
    public Submission createAccounts(List<AccountFields> accounts, LedgerCall call) {
        return sendsAccounts ? real.createAccounts(accounts, call) : new Submission.Unavailable();
    }

    @Override
    public Reading<List<LedgerAccount>> lookupAccounts(List<LedgerId> ids, LedgerCall call) {
        return real.lookupAccounts(ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> lookupTransfers(List<LedgerId> ids, LedgerCall call) {
        beforeLookup.run();
        return real.lookupTransfers(ids, call);
    }

    @Override
    public Reading<AsOf<List<LedgerTransfer>>> lookupTransfersAsOf(
            List<LedgerId> ids, LedgerCall call) {
        return real.lookupTransfersAsOf(ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> accountTransfers(
            AccountTransfersQuery query, LedgerCall call) {
        return real.accountTransfers(query, call);
    }

    @Override
    public Reading<AsOf<List<HistoricBalance>>> accountBalances(
            AccountTransfersQuery query, LedgerCall call) {
        return real.accountBalances(query, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> ledgerTransfers(
            LedgerTransfersQuery query, LedgerCall call) {
        return real.ledgerTransfers(query, call);
    }

    @Override
    public Reading<List<LedgerAccount>> accountsTail(TailQuery query, LedgerCall call) {
        return real.accountsTail(query, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> transfersTail(TailQuery query, LedgerCall call) {
        return real.transfersTail(query, call);
    }

    @Override
    public Reading<Boolean> isLedgerNumberUsed(int ledger, LedgerCall call) {
        return real.isLedgerNumberUsed(ledger, call);
    }

    @Override
    public int maxEvents() {
        return seemingMaxEvents;
    }

    @Override
    public boolean admits() {
        return admits && real.admits();
    }

    @Override
    public LedgerStatus status() {
        return real.status();
    }

    @Override
    public List<LaneStatus> lanes() {
        return real.lanes();
    }
}
