package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.account.AccountType;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * The books that a {@link Filler} makes: what the n-th account and the n-th transfer are is a
 * function of n, so that whoever asks for them has to keep nothing.
 *
 * <p>The accounts are in groups, in which money moves: one has the settlement account with the
 * group's number, a busy account after those, and consumers and others. First the settlement
 * account funds each of them; of what comes then a fifth goes to the busy account.
 *
 * @param programs of which the accounts are
 * @param numbers the ledger numbers of its currencies, the most used one first
 */
record FilledBooks(UUID organisation, List<UUID> programs, List<Integer> numbers, Filling filling) {
    static final int GROUPS = 10;
    static final List<String> CURRENCIES = List.of("USD_GT", "EUR", "JPY");
    static final List<String> CHANNELS = List.of("web", "app", "pos", "api");
    static final List<String> SEGMENTS = List.of("gold", "silver", "bronze");

    private static final List<Integer> CURRENCY_OF_GROUP = List.of(0, 0, 0, 0, 0, 0, 0, 1, 1, 2);
    private static final long FUNDS = 1_000_000;
    private static final int MOST = 100;

    private static final int ROUND = 20;
    private static final int FIRST_TO_THE_BUSY = 14;
    private static final int ENTRY_IN_ROUND = 17;
    private static final int ROUNDS_OF_AN_ENTRY = 10;
    private static final int HOLD_IN_ROUND = 18;
    private static final int END_IN_ROUND = 19;

    /** A fifth of them goes to one of the busy accounts. */
    static final int TRANSFERS_OF_AN_ENTRY = 5 * GROUPS;

    /** So many rounds after a hold it ends; a multiple of the fates. */
    private static final int ROUNDS_OF_A_HOLD = 40;

    /** Keys are of version 7; this is the time of the first. */
    static final long FIRST_KEY_MILLIS = 1_700_000_000_000L;

    private static final long ACCOUNT_KEYS_MILLIS = 1_600_000_000_000L;

    /** What a transfer is. */
    enum Kind {
        PAYMENT,
        /** Two lines, one of each account. */
        ENTRY,
        OPEN_HOLD,
        EXPIRING_HOLD,
        HOLD_TO_POST,
        HOLD_TO_VOID,
        POST,
        VOID
    }

    private static final List<Kind> FATES =
            List.of(Kind.OPEN_HOLD, Kind.EXPIRING_HOLD, Kind.HOLD_TO_POST, Kind.HOLD_TO_VOID);

    /**
     * A transfer.
     *
     * @param debit the number of an account, as {@code credit}
     * @param hold the number of the hold that it ends
     */
    record Move(Kind kind, int debit, int credit, long amount, int hold) {}

    /** What is said of a transfer, or of an account by its name; nulls for nothing. */
    record Words(@Nullable String text, @Nullable String reference, @Nullable String metadata) {
        boolean isNone() {
            return text == null && metadata == null;
        }
    }

    int group(int account) {
        return account % GROUPS;
    }

    String currency(int group) {
        return CURRENCIES.get(CURRENCY_OF_GROUP.get(group));
    }

    int number(int group) {
        return numbers.get(CURRENCY_OF_GROUP.get(group));
    }

    UUID program(int account) {
        return programs.get(account % programs.size());
    }

    int settlement(int group) {
        return group;
    }

    int busy(int group) {
        return GROUPS + group;
    }

    AccountType type(int account) {
        if (account < GROUPS) {
            return AccountType.SETTLEMENT;
        }
        if (account < 2 * GROUPS) {
            return AccountType.BUSINESS;
        }
        return switch (account / GROUPS % ROUND) {
            case 0 -> AccountType.FEE;
            case 1 -> AccountType.RESERVE;
            case 2, 3 -> AccountType.BUSINESS;
            default -> AccountType.CONSUMER;
        };
    }

    LedgerId account(int n) {
        return derived(key(ACCOUNT_KEYS_MILLIS, n));
    }

    UUID transferKey(int n) {
        return key(FIRST_KEY_MILLIS, n);
    }

    DerivedIds idsOfTransfer(int n) {
        return DerivedIds.of(organisation, new IdempotencyKey(transferKey(n)));
    }

    LedgerId transfer(int n) {
        return idsOfTransfer(n).id(0);
    }

    private LedgerId derived(UUID key) {
        return DerivedIds.of(organisation, new IdempotencyKey(key)).id(0);
    }

    /** {@link Filler} has the same in SQL. */
    private static UUID key(long firstMillis, int n) {
        return new UUID((firstMillis + n) << 16 | 0x7000L, 1L << 63 | n);
    }

    /** How many transfers bring funds to the accounts, before all others. */
    int funding() {
        return filling.accounts() - 2 * GROUPS;
    }

    Move move(int n) {
        if (n < funding()) {
            int account = n + 2 * GROUPS;
            return new Move(Kind.PAYMENT, settlement(group(account)), account, FUNDS, -1);
        }
        long random = random(n);
        int group = (int) ((random & 0xFFFF) % GROUPS);
        int debit = member(group, random >>> 16);
        int other = member(group, (random >>> 16) + 1 + (random >>> 48));
        int amount = 1 + (int) (random >>> 40 & 0xFFFF) % MOST;
        int inRound = n % ROUND;
        int round = n / ROUND;
        int hold = n - 1 - ROUND * ROUNDS_OF_A_HOLD;
        Kind fate = FATES.get(round % FATES.size());
        if (inRound == END_IN_ROUND && hold >= funding()) {
            if (fate == Kind.HOLD_TO_POST) {
                return new Move(Kind.POST, debit, other, amount, hold);
            }
            if (fate == Kind.HOLD_TO_VOID) {
                return new Move(Kind.VOID, debit, other, amount, hold);
            }
        }
        Kind kind =
                inRound == HOLD_IN_ROUND
                        ? fate
                        : inRound == ENTRY_IN_ROUND && round % ROUNDS_OF_AN_ENTRY == 0
                                ? Kind.ENTRY
                                : Kind.PAYMENT;
        boolean toTheBusy =
                inRound >= FIRST_TO_THE_BUSY
                        && (inRound < HOLD_IN_ROUND || (round & FATES.size()) == 0);
        int credit = toTheBusy ? busy(group) : other == debit ? settlement(group) : other;
        return new Move(kind, debit, credit, amount, -1);
    }

    /** One of a group's accounts after the busy one. */
    private int member(int group, long random) {
        int members = filling.accounts() / GROUPS - 2;
        return group + GROUPS * (2 + (int) Long.remainderUnsigned(random, members));
    }

    boolean isHold(int n) {
        return n >= funding() && n % ROUND == HOLD_IN_ROUND;
    }

    boolean isEntry(int n) {
        return move(n).kind() == Kind.ENTRY;
    }

    boolean hasMetadata(int n) {
        return words(n).metadata() != null;
    }

    Words words(int n) {
        if (n % 11 != 3 || move(n).kind() == Kind.ENTRY) {
            return new Words(null, null, null);
        }
        return new Words(
                "Order %d, as agreed".formatted(n),
                reference(n),
                n % 22 == 3
                        ? "{\"channel\": \"%s\", \"order\": \"O-%d\"}"
                                .formatted(CHANNELS.get(n / 22 % CHANNELS.size()), n)
                        : null);
    }

    static String reference(int n) {
        return "R-" + n;
    }

    Words wordsOfAccount(int n) {
        return new Words(
                n % 2 == 0 ? name(n) : null,
                null,
                n % 5 == 0
                        ? "{\"segment\": \"%s\", \"customer\": \"C-%d\"}"
                                .formatted(SEGMENTS.get(n / 5 % SEGMENTS.size()), n)
                        : null);
    }

    static String name(int n) {
        return "Account %08d".formatted(n);
    }

    /** The 64 bits of a fingerprint. */
    static long random(int n) {
        long mixed = (n + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
