package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Random create_accounts messages: few accounts, and every way to get one wrong. */
final class RandomAccounts {
    private static final int SENT_MAX = 500;

    private final Dice dice;
    private final ReferenceModel model;
    private final List<ModelAccount> sent = new ArrayList<>();

    private int last;

    RandomAccounts(Dice dice, ReferenceModel model) {
        this.dice = dice;
        this.model = model;
    }

    /** Ids with something in every part of the number. */
    static BigInteger id(int index) {
        BigInteger number = BigInteger.valueOf(index);
        if (index % 5 == 0) {
            return number.shiftLeft(64);
        }
        return index % 7 == 0 ? ModelBytes.MAX_128.subtract(number) : number;
    }

    /** Every sixth account is there for amounts that hardly fit. */
    static boolean isWhale(BigInteger id) {
        return id.mod(BigInteger.valueOf(6)).signum() == 0;
    }

    /** Valid accounts of every sort, for a start. */
    byte[] first(int count) {
        List<ModelAccount> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(valid());
        }
        return body(events);
    }

    byte[] message(int count) {
        boolean imported = dice.percent(15);
        boolean[] linked = Chains.plan(dice, count);
        long timestamp = model.newestAccountTimestamp();
        List<ModelAccount> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean again = !sent.isEmpty() && dice.percent(65);
            ModelAccount event = again ? dice.of(sent).copy() : valid();
            if (again && dice.percent(60)) {
                change(event);
            }
            if (!again || dice.percent(30)) {
                event.flags =
                        linked[i]
                                ? event.flags | ModelAccount.LINKED
                                : event.flags & ~ModelAccount.LINKED;
            }
            if (dice.percent(97)) {
                event.flags =
                        imported
                                ? event.flags | ModelAccount.IMPORTED
                                : event.flags & ~ModelAccount.IMPORTED;
            }
            event.timestamp = 0;
            if (event.has(ModelAccount.IMPORTED)) {
                timestamp = Math.max(timestamp, 0) + 1 + dice.below(3);
                event.timestamp = dice.percent(75) ? timestamp : strangeTimestamp();
            }
            for (int defects = linked[i] ? dice.below(10) / 9 : defects(); defects > 0; defects--) {
                spoil(event);
            }
            events.add(event);
            remember(event);
        }
        return body(events);
    }

    private ModelAccount valid() {
        var account = new ModelAccount();
        account.id = id(++last);
        account.ledger = dice.percent(90) ? 1 : 2;
        account.code = dice.between(1, 3);
        account.userData128 = dice.userData128();
        account.userData64 = dice.userData64();
        account.userData32 = dice.userData32();
        account.flags =
                dice.ofInts(
                        0,
                        0,
                        0,
                        ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS,
                        ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS);
        if (dice.percent(40)) {
            account.flags |= ModelAccount.HISTORY;
        }
        if (dice.percent(1)) {
            account.flags |= ModelAccount.CLOSED;
        }
        return account;
    }

    private long strangeTimestamp() {
        return switch (dice.below(6)) {
            case 0 -> 0;
            case 1 -> dice.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE);
            case 2 -> dice.of(model.accounts()).timestamp;
            case 3 -> 1;
            default ->
                    model.transfers().isEmpty()
                            ? 2
                            : Math.max(model.newestTransferTimestamp() - dice.below(3), 1);
        };
    }

    /** One field of something sent before becomes another. */
    private void change(ModelAccount event) {
        switch (dice.below(7)) {
            case 0 -> event.flags ^= dice.ofInts(1, 2, 4, 8, 8, 32);
            case 1 -> event.userData128 = dice.userData128();
            case 2 -> event.userData64 = dice.userData64();
            case 3 -> event.userData32 = dice.userData32();
            case 4 -> event.ledger = dice.between(0, 3);
            case 5 -> event.code = dice.between(0, 4);
            default -> {
                change(event);
                change(event);
            }
        }
    }

    private int defects() {
        return dice.percent(70) ? 0 : dice.percent(70) ? 1 : dice.between(2, 5);
    }

    private void spoil(ModelAccount event) {
        switch (dice.below(14)) {
            case 0 -> event.timestamp = dice.of(0L, 1L, -1L, Long.MAX_VALUE);
            case 1 -> event.reserved = dice.of(1, Integer.MIN_VALUE);
            case 2 -> event.flags |= 1 << dice.between(6, 15);
            case 3 -> event.id = BigInteger.ZERO;
            case 4 -> event.id = ModelBytes.MAX_128;
            case 5 -> event.id = id(dice.between(1, Math.max(last, 1)));
            case 6 ->
                    event.flags |=
                            ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS
                                    | ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS;
            case 7 -> event.debitsPending = amount();
            case 8 -> event.debitsPosted = amount();
            case 9 -> event.creditsPending = amount();
            case 10 -> event.creditsPosted = amount();
            case 11 -> event.ledger = 0;
            case 12 -> event.code = 0;
            default -> event.flags ^= 1 << dice.below(6);
        }
    }

    private BigInteger amount() {
        return dice.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(64), ModelBytes.MAX_128);
    }

    private void remember(ModelAccount event) {
        sent.add(event.copy());
        if (sent.size() > SENT_MAX) {
            sent.removeFirst();
        }
    }

    private static byte[] body(List<ModelAccount> events) {
        ByteBuffer body = ModelBytes.of(new byte[events.size() * ModelAccount.BYTES]);
        for (int i = 0; i < events.size(); i++) {
            events.get(i).write(body, i * ModelAccount.BYTES);
        }
        return body.array();
    }
}
