package global.pryzma.replica.comparison;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Random create_transfers messages: every kind of transfer, and every way to get one wrong. */
final class RandomTransfers {
    private static final int SENT_MAX = 2000;

    /** In seconds. */
    private static final int LONG_TIMEOUT = 1_000_000;

    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(127);

    private final Dice dice;
    private final ReferenceModel model;
    private final boolean shortTimeouts;

    /** What was sent lately, and whether a transfer is pending can be told from its flags. */
    private final List<ModelTransfer> sent = new ArrayList<>();

    private List<ModelAccount> accounts = List.of();
    private List<ModelTransfer> open = List.of();
    private long last;

    /**
     * @param shortTimeouts whether holds may expire in seconds, or else not while a test runs
     */
    RandomTransfers(Dice dice, ReferenceModel model, boolean shortTimeouts) {
        this.dice = dice;
        this.model = model;
        this.shortTimeouts = shortTimeouts;
    }

    byte[] message(int count) {
        accounts = model.accounts();
        open = model.open();
        boolean[] linked = Chains.plan(dice, count);
        long timestamp = model.newestTransferTimestamp();
        boolean newAccounts = model.newestAccountTimestamp() > timestamp;
        boolean imported = dice.percent(newAccounts ? 30 : 10);
        if (newAccounts && dice.percent(50)) {
            timestamp = model.newestAccountTimestamp();
        }
        List<ModelTransfer> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean again = !sent.isEmpty() && dice.percent(14);
            ModelTransfer event = again ? again() : fresh();
            if (!again || dice.percent(30)) {
                event.flags =
                        linked[i]
                                ? event.flags | ModelTransfer.LINKED
                                : event.flags & ~ModelTransfer.LINKED;
            }
            if (dice.percent(98)) {
                event.flags =
                        imported
                                ? event.flags | ModelTransfer.IMPORTED
                                : event.flags & ~ModelTransfer.IMPORTED;
            }
            event.timestamp = 0;
            if (event.has(ModelTransfer.IMPORTED)) {
                timestamp += 1 + dice.below(3);
                event.timestamp = dice.percent(85) ? timestamp : strangeTimestamp();
                if (dice.percent(80)) {
                    event.timeout = 0;
                }
            }
            for (int defects = linked[i] ? dice.below(10) / 9 : defects(); defects > 0; defects--) {
                spoil(event);
            }
            outlastTest(event);
            keepServerAlive(event, events);
            events.add(event);
            remember(event);
        }
        return body(events);
    }

    /**
     * Of the holds of one second those that were refused come again, changed, and may be accepted
     * then: not as holds that end between any two reads.
     */
    private void outlastTest(ModelTransfer event) {
        boolean ends = event.timeout > 0 && event.timeout < LONG_TIMEOUT;
        if (ends && !shortTimeouts && !model.hasTransfer(event.id)) {
            event.timeout = LONG_TIMEOUT;
        }
    }

    /**
     * Makes an imported post or void later than its pending transfer: a real server would end by an
     * assertion, as {@code FatalInput} says.
     */
    private void keepServerAlive(ModelTransfer event, List<ModelTransfer> before) {
        if (!event.has(ModelTransfer.IMPORTED)
                || !event.has(ModelTransfer.POST | ModelTransfer.VOID)
                || event.timestamp <= 0) {
            return;
        }
        if (model.hasTransfer(event.pendingId)) {
            ModelTransfer pending = model.transfer(event.pendingId);
            boolean expired =
                    pending.has(ModelTransfer.PENDING)
                            && model.status(pending.id) == ReferenceModel.Status.EXPIRED;
            event.timestamp =
                    Math.max(
                            event.timestamp,
                            expired ? pending.expiry().longValue() : pending.timestamp + 1);
        }
        for (ModelTransfer earlier : before) {
            if (earlier.id.equals(event.pendingId)) {
                event.timestamp = Math.max(event.timestamp, earlier.timestamp + 1);
            }
        }
    }

    /** Holds that are over after a second, some of them resolved at once. */
    byte[] holdsOfOneSecond(int count) {
        accounts = model.accounts();
        List<ModelTransfer> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ModelTransfer event = between(ModelTransfer.PENDING);
            event.timeout = 1;
            if (dice.percent(10)) {
                event.flags |= dice.of(ModelTransfer.CLOSING_DEBIT, ModelTransfer.CLOSING_CREDIT);
            }
            events.add(event);
            remember(event);
        }
        return body(events);
    }

    /** Posts and voids of these, right in everything but perhaps in time. */
    byte[] resolving(List<ModelTransfer> pending) {
        List<ModelTransfer> events = new ArrayList<>();
        for (ModelTransfer hold : pending) {
            var event = new ModelTransfer();
            event.id = BigInteger.valueOf(++last);
            event.pendingId = hold.id;
            event.flags = dice.of(ModelTransfer.POST, ModelTransfer.VOID);
            event.amount = hold.amount;
            events.add(event);
        }
        return body(events);
    }

    private ModelTransfer fresh() {
        int kind = dice.below(100);
        if (kind < 42) {
            return between(0);
        }
        if (kind < 64) {
            return between(ModelTransfer.PENDING);
        }
        if (kind < 84) {
            return postOrVoid();
        }
        int balancing =
                dice.of(
                        ModelTransfer.BALANCING_DEBIT,
                        ModelTransfer.BALANCING_CREDIT,
                        ModelTransfer.BALANCING_DEBIT | ModelTransfer.BALANCING_CREDIT);
        if (kind < 97) {
            return between(dice.percent(30) ? balancing | ModelTransfer.PENDING : balancing);
        }
        int closing =
                dice.of(
                        ModelTransfer.CLOSING_DEBIT,
                        ModelTransfer.CLOSING_CREDIT,
                        ModelTransfer.CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT);
        ModelTransfer event = between(ModelTransfer.PENDING | closing);
        event.amount = dice.percent(50) ? BigInteger.ZERO : event.amount;
        event.flags |= dice.percent(20) ? balancing : 0;
        return event;
    }

    private ModelTransfer between(int flags) {
        var event = new ModelTransfer();
        event.id = freshId();
        event.flags = flags;
        ModelAccount debit = anAccount();
        ModelAccount credit = anAccount();
        for (int tries = 0; tries < 12; tries++) {
            boolean alike =
                    debit.ledger == credit.ledger
                            && RandomAccounts.isWhale(debit.id)
                                    == RandomAccounts.isWhale(credit.id);
            if (!alike || debit.id.equals(credit.id)) {
                credit = anAccount();
            }
        }
        event.debitAccountId = debit.id;
        event.creditAccountId = credit.id;
        event.ledger = debit.ledger;
        event.code = dice.between(1, 3);
        boolean whales = RandomAccounts.isWhale(debit.id) && RandomAccounts.isWhale(credit.id);
        event.amount = whales && dice.percent(60) ? huge(debit, credit) : amount(debit, credit);
        event.timeout = event.has(ModelTransfer.PENDING) ? timeout() : 0;
        event.userData128 = dice.userData128();
        event.userData64 = dice.userData64();
        event.userData32 = dice.userData32();
        return event;
    }

    /** Mostly one that is not closed, and often a new one. */
    private ModelAccount anAccount() {
        ModelAccount account = dice.of(accounts);
        for (int tries = 0; tries < 4; tries++) {
            if (account.has(ModelAccount.CLOSED)) {
                account = dice.of(accounts);
            }
        }
        return dice.percent(15)
                ? accounts.get(accounts.size() - 1 - dice.below(Math.min(accounts.size(), 5)))
                : account;
    }

    private BigInteger freshId() {
        long number = ++last;
        return number % 11 == 0
                ? ModelBytes.MAX_128.subtract(BigInteger.valueOf(number))
                : BigInteger.valueOf(number).shiftLeft(number % 13 == 0 ? 64 : 0);
    }

    private int timeout() {
        if (dice.percent(60)) {
            return 0;
        }
        return shortTimeouts && dice.percent(70)
                ? dice.between(1, 20)
                : dice.of(LONG_TIMEOUT, Integer.MAX_VALUE, -1);
    }

    private BigInteger amount(ModelAccount debit, ModelAccount credit) {
        BigInteger left =
                debit.creditsPosted.subtract(debit.debitsPosted).subtract(debit.debitsPending);
        BigInteger right =
                credit.debitsPosted.subtract(credit.creditsPosted).subtract(credit.creditsPending);
        return switch (dice.below(12)) {
            case 0 -> BigInteger.ZERO;
            case 1, 2 -> nearly(left);
            case 3 -> nearly(right);
            case 4 -> BigInteger.ONE.shiftLeft(64).subtract(BigInteger.valueOf(dice.below(3)));
            case 5 -> new BigInteger(1, dice.bytes(5));
            default -> BigInteger.valueOf(dice.below(100));
        };
    }

    private BigInteger huge(ModelAccount debit, ModelAccount credit) {
        BigInteger max = ModelBytes.MAX_128;
        return switch (dice.below(10)) {
            case 0 -> max;
            case 1 -> HALF;
            case 2 -> HALF.subtract(BigInteger.ONE);
            case 3 -> nearly(max.subtract(debit.debitsPosted));
            case 4 -> nearly(max.subtract(debit.debitsPending));
            case 5 -> nearly(max.subtract(debit.debitsPending).subtract(debit.debitsPosted));
            case 6 -> nearly(max.subtract(credit.creditsPosted));
            case 7 -> nearly(max.subtract(credit.creditsPending));
            case 8 -> nearly(max.subtract(credit.creditsPending).subtract(credit.creditsPosted));
            default -> new BigInteger(1, dice.bytes(16));
        };
    }

    /** A number, or one less or more, as far as it is an amount. */
    private BigInteger nearly(BigInteger number) {
        BigInteger near = number.add(BigInteger.valueOf(dice.between(-1, 1)));
        return near.max(BigInteger.ZERO).min(ModelBytes.MAX_128);
    }

    private ModelTransfer postOrVoid() {
        var event = new ModelTransfer();
        event.id = freshId();
        event.flags = dice.percent(50) ? ModelTransfer.POST : ModelTransfer.VOID;
        event.userData128 = dice.userData128();
        event.userData64 = dice.userData64();
        event.userData32 = dice.userData32();
        ModelTransfer pending = aHold();
        if (pending == null) {
            event.pendingId = dice.percent(20) ? event.id : dice.strangeId();
            return event;
        }
        event.pendingId = pending.id;
        event.debitAccountId = set() ? pending.debitAccountId : BigInteger.ZERO;
        event.creditAccountId = set() ? pending.creditAccountId : BigInteger.ZERO;
        event.ledger = set() ? pending.ledger : 0;
        event.code = set() ? pending.code : 0;
        BigInteger all = event.has(ModelTransfer.POST) ? ModelBytes.MAX_128 : BigInteger.ZERO;
        event.amount =
                switch (dice.below(10)) {
                    case 0, 1 -> pending.amount;
                    case 2 -> pending.amount.shiftRight(1);
                    case 3 -> nearly(pending.amount);
                    case 4 -> dice.of(BigInteger.ZERO, ModelBytes.MAX_128);
                    default -> all;
                };
        return event;
    }

    private @Nullable ModelTransfer aHold() {
        int kind = dice.below(100);
        if (kind < 25) {
            // What has closed an account must be voided some day.
            int closing = ModelTransfer.CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT;
            for (ModelTransfer hold : open) {
                if (hold.has(closing) && dice.percent(40)) {
                    return hold;
                }
            }
        }
        if (kind < 50 && !open.isEmpty()) {
            return dice.of(open);
        }
        if (kind < 90 && !sent.isEmpty()) {
            ModelTransfer recent =
                    sent.get(sent.size() - 1 - dice.below(Math.min(sent.size(), 60)));
            return recent.has(ModelTransfer.PENDING) || dice.percent(30) ? recent : dice.of(sent);
        }
        return null;
    }

    private boolean set() {
        return dice.percent(40);
    }

    private ModelTransfer again() {
        ModelTransfer event = dice.of(sent).copy();
        int changes = dice.percent(40) ? 0 : dice.percent(80) ? 1 : dice.between(2, 5);
        for (; changes > 0; changes--) {
            change(event);
        }
        return event;
    }

    /** One field of something sent before becomes another. */
    private void change(ModelTransfer event) {
        switch (dice.below(12)) {
            case 0 -> event.flags ^= 1 << dice.below(8);
            case 1 -> event.pendingId = aNumber();
            case 2 -> event.timeout = timeout();
            case 3 -> event.debitAccountId = dice.percent(60) ? dice.of(accounts).id : aNumber();
            case 4 -> event.creditAccountId = dice.percent(60) ? dice.of(accounts).id : aNumber();
            case 5 -> event.amount = nearly(event.amount);
            case 6 -> event.amount = dice.of(BigInteger.ZERO, BigInteger.ONE, ModelBytes.MAX_128);
            case 7 -> event.userData128 = dice.userData128();
            case 8 -> event.userData64 = dice.userData64();
            case 9 -> event.userData32 = dice.userData32();
            case 10 -> event.ledger = dice.between(0, 3);
            default -> event.code = dice.between(0, 4);
        }
    }

    private BigInteger aNumber() {
        return dice.percent(50) ? dice.strangeId() : dice.of(sent).id;
    }

    private int defects() {
        return dice.percent(78) ? 0 : dice.percent(70) ? 1 : dice.between(2, 6);
    }

    private void spoil(ModelTransfer event) {
        switch (dice.below(17)) {
            case 0 -> event.timestamp = dice.of(0L, 1L, -1L, Long.MAX_VALUE);
            case 1 -> event.flags |= 1 << dice.between(9, 15);
            case 2 -> event.id = BigInteger.ZERO;
            case 3 -> event.id = ModelBytes.MAX_128;
            case 4 -> event.debitAccountId = dice.strangeId();
            case 5 -> event.creditAccountId = dice.strangeId();
            case 6 -> event.creditAccountId = event.debitAccountId;
            case 7 -> event.pendingId = dice.percent(50) ? dice.strangeId() : event.id;
            case 8 -> event.timeout = timeout();
            case 9 -> event.flags |= dice.of(64, 128);
            case 10 -> event.ledger = 0;
            case 11 -> event.ledger = dice.between(1, 3);
            case 12 -> event.code = 0;
            case 13 -> event.debitAccountId = dice.of(accounts).id;
            case 14 -> event.creditAccountId = dice.of(accounts).id;
            case 15 ->
                    event.id =
                            model.tombstones().isEmpty()
                                    ? event.id
                                    : dice.of(List.copyOf(model.tombstones()));
            default -> event.flags ^= 1 << dice.below(8);
        }
    }

    private long strangeTimestamp() {
        return switch (dice.below(7)) {
            case 0 -> 0;
            case 1 -> dice.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE);
            case 2, 3 -> dice.of(accounts).timestamp;
            case 4 -> Math.max(dice.of(accounts).timestamp - dice.between(1, 4), 1);
            default -> Math.max(model.newestTransferTimestamp() - dice.below(3), 1);
        };
    }

    private void remember(ModelTransfer event) {
        sent.add(event.copy());
        if (sent.size() > SENT_MAX) {
            sent.removeFirst();
        }
    }

    private static byte[] body(List<ModelTransfer> events) {
        ByteBuffer body = ModelBytes.of(new byte[events.size() * ModelTransfer.BYTES]);
        for (int i = 0; i < events.size(); i++) {
            events.get(i).write(body, i * ModelTransfer.BYTES);
        }
        return body.array();
    }
}
