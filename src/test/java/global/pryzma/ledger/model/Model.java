package global.pryzma.ledger.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The accounts, holds, reversals, entries and references of one organisation, and what the ledger's
 * rules make of each operation, in the order of their precedence. Times are the ledger's
 * timestamps, in nanoseconds. Not thread-safe.
 *
 * <p>A hold can't be ended from the moment at which it expires; what it holds the ledger gives back
 * at some moment after that. The model does so when it is told ({@link #release}).
 */
public final class Model {
    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, Movement> movements = new LinkedHashMap<>();
    private final Map<UUID, Entry> entries = new LinkedHashMap<>();
    private final Map<String, UUID> references = new HashMap<>();
    private final Set<Movement> unreleased = new HashSet<>();

    public Collection<Account> accounts() {
        return accounts.values();
    }

    public Collection<Movement> movements() {
        return movements.values();
    }

    public Optional<Account> account(UUID id) {
        return Optional.ofNullable(accounts.get(id));
    }

    public Optional<Movement> movement(UUID id) {
        return Optional.ofNullable(movements.get(id));
    }

    public Collection<Entry> entries() {
        return entries.values();
    }

    public Optional<Entry> entry(UUID id) {
        return Optional.ofNullable(entries.get(id));
    }

    public Optional<UUID> referred(String reference) {
        return Optional.ofNullable(references.get(reference));
    }

    /**
     * What comes of the operation at this time; a reference that another has is looked at first.
     */
    public Judgement judge(Operation operation, long now) {
        List<UUID> others =
                operation.references().stream()
                        .filter(references::containsKey)
                        .map(references::get)
                        .toList();
        return others.isEmpty()
                ? judgeUnreferred(operation, now)
                : new Judgement.Refused(
                        409,
                        "reference_in_use",
                        others.size() == 1 ? others.getFirst().toString() : "");
    }

    private Judgement judgeUnreferred(Operation operation, long now) {
        return switch (operation) {
            case Operation.Open _ -> Judgement.DONE;
            case Operation.Transfer transfer -> transfer(transfer);
            case Operation.Batch batch -> batch(batch);
            case Operation.Post post -> post(post, now);
            case Operation.Void end -> end(end, now);
            case Operation.Reverse reverse -> reverse(reverse, now);
            case Operation.MakeEntry entry -> entry(entry);
            case Operation.ReverseEntry reverse -> reverseEntry(reverse);
            case Operation.Change change -> change(change);
            case Operation.Close close -> close(close);
        };
    }

    private Judgement transfer(Operation.Transfer transfer) {
        if (transfer.debit().equals(transfer.credit())) {
            return Judgement.rejected("accounts_must_be_different");
        }
        return isThere(transfer.accounts())
                ? move(transfer).broken().map(Model::judged).orElse(Judgement.DONE)
                : Judgement.notFound();
    }

    private boolean isThere(Collection<UUID> ids) {
        return ids.stream().allMatch(accounts::containsKey);
    }

    private Move move(Operation.Transfer transfer) {
        return move(
                transfer.debit(),
                transfer.credit(),
                transfer.amount(),
                transfer.timeoutSeconds() != null);
    }

    private Move move(UUID debit, UUID credit, BigInteger amount, boolean pending) {
        return new Move(accounts.get(debit), accounts.get(credit), amount, pending);
    }

    /** What is said of a move that happens alone. */
    private static Judgement judged(Move.Rule broken) {
        return switch (broken) {
            case DEBIT_ACCOUNT_ALREADY_CLOSED, CREDIT_ACCOUNT_ALREADY_CLOSED ->
                    Judgement.conflict("");
            case EXCEEDS_CREDITS -> new Judgement.Refused(422, "insufficient_funds", "");
            default -> Judgement.rejected(broken.text());
        };
    }

    /** As a whole: if it is not atomic, each of its items is judged when its turn comes. */
    private Judgement batch(Operation.Batch batch) {
        if (!isThere(batch.accounts())) {
            return Judgement.notFound();
        }
        return batch.atomic()
                ? Move.Culprit.of(batch.items().stream().map(this::move).toList())
                        .map(it -> Judgement.ofPart("/transfers/" + it.index(), it.rule()))
                        .orElse(Judgement.DONE)
                : Judgement.DONE;
    }

    private Judgement entry(Operation.MakeEntry entry) {
        return isThere(entry.accounts()) ? lines(entry.lines()) : Judgement.notFound();
    }

    private Judgement lines(List<Line> lines) {
        List<EntryPart> parts = parts(lines);
        return Move.Culprit.of(parts.stream().map(part -> move(lines, part)).toList())
                .map(it ->
                        Judgement.ofPart(
                                "/lines/" + parts.get(it.index()).blamed(it.rule()), it.rule()))
                .orElse(Judgement.DONE);
    }

    private List<EntryPart> parts(List<Line> lines) {
        return EntryPart.of(lines, line -> requireNonNull(accounts.get(line.account())).currency());
    }

    private Move move(List<Line> lines, EntryPart part) {
        return move(
                account(lines, part.debit()),
                account(lines, part.credit()),
                lines.get(part.number()).amount(),
                false);
    }

    private static UUID account(List<Line> lines, @Nullable Integer number) {
        return number == null ? Movement.NOBODY : lines.get(number).account();
    }

    private Judgement reverseEntry(Operation.ReverseEntry reverse) {
        Entry entry = entries.get(reverse.entry());
        if (entry == null) {
            return Judgement.notFound();
        }
        if (entry.reverses != null) {
            return Judgement.conflict("itself a reversal, of entry " + entry.reverses);
        }
        return entry.reversed
                ? Judgement.conflict("reversed already")
                : lines(entry.lines.stream().map(Line::opposite).toList());
    }

    private Judgement post(Operation.Post post, long now) {
        Movement hold = movements.get(post.hold());
        if (hold == null || !hold.isHold()) {
            return Judgement.notFound();
        }
        if (post.amount() != null && post.amount().compareTo(hold.amount) > 0) {
            return Judgement.rejected("");
        }
        return over(hold, now)
                .or(() ->
                        isClosed(hold.debit) || isClosed(hold.credit)
                                ? Optional.of(Judgement.conflict("frozen or closed"))
                                : Optional.empty())
                .orElse(Judgement.DONE);
    }

    private boolean isClosed(UUID account) {
        return requireNonNull(accounts.get(account)).isClosedInLedger();
    }

    /** A void is possible whatever became of the accounts. */
    private Judgement end(Operation.Void end, long now) {
        Movement hold = movements.get(end.hold());
        if (hold == null || !hold.isHold()) {
            return Judgement.notFound();
        }
        return over(hold, now).orElse(Judgement.DONE);
    }

    /** What is said of a hold that nobody can end any more. */
    private static Optional<Judgement> over(Movement hold, long now) {
        Movement.State state = hold.state(now);
        return state == Movement.State.PENDING
                ? Optional.empty()
                : Optional.of(Judgement.conflict(Moment.lowerCase(state)));
    }

    private Judgement reverse(Operation.Reverse reverse, long now) {
        Movement original = movements.get(reverse.original());
        return original == null ? Judgement.notFound() : reverse(original, reverse.amount(), now);
    }

    private Judgement reverse(Movement original, @Nullable BigInteger part, long now) {
        if (!original.isReversible()) {
            return Judgement.conflict(obstacle(original, now));
        }
        BigInteger amount = part == null ? original.moved() : part;
        Judgement tooMuch = Judgement.conflict(original.left() + " is left");
        if (amount.compareTo(original.moved()) > 0) {
            return tooMuch;
        }
        return move(original.credit, original.debit, amount, false)
                .broken()
                .map(Model::judged)
                .orElse(amount.compareTo(original.left()) > 0 ? tooMuch : Judgement.DONE);
    }

    private static String obstacle(Movement movement, long now) {
        return switch (movement.kind) {
            case HOLD ->
                    switch (movement.state(now)) {
                        case PENDING -> "nobody has posted";
                        case EXPIRED -> "expired";
                        case VOIDED -> "voided";
                        case POSTED -> throw new IllegalStateException();
                    };
            case POST -> "it has posted hold " + movement.of;
            case VOID -> "it is the void of hold " + movement.of;
            case REVERSAL -> "itself a reversal, of transfer " + movement.of;
            case LINE -> "is reversed as a whole";
            case PLAIN -> throw new IllegalStateException("it is reversible");
        };
    }

    private Judgement change(Operation.Change change) {
        Account account = accounts.get(change.account());
        if (account == null) {
            return Judgement.notFound();
        }
        Account.Status needed = change.frozen() ? Account.Status.ACTIVE : Account.Status.FROZEN;
        return account.status == needed ? Judgement.DONE : Judgement.conflict("");
    }

    private Judgement close(Operation.Close close) {
        Account account = accounts.get(close.account());
        if (account == null) {
            return Judgement.notFound();
        }
        return account.status == Account.Status.ACTIVE && account.isEmpty()
                ? Judgement.DONE
                : Judgement.conflict("");
    }

    /**
     * Carries out what was judged so; of a batch what can be.
     *
     * @param id of what it makes first
     * @param now when that was made; in one message each thing is made a nanosecond after the last
     */
    public void carryOut(Operation operation, UUID id, long now) {
        switch (operation) {
            case Operation.Open open -> accounts.put(id, new Account(id, open, now));
            case Operation.Transfer transfer -> {
                Movement.Kind kind =
                        transfer.timeoutSeconds() == null
                                ? Movement.Kind.PLAIN
                                : Movement.Kind.HOLD;
                long timeout = transfer.timeoutSeconds() == null ? 0 : transfer.timeoutSeconds();
                Movement movement =
                        new Movement(
                                id,
                                kind,
                                transfer.debit(),
                                transfer.credit(),
                                transfer.amount(),
                                transfer.words(),
                                null,
                                timeout,
                                now);
                add(movement);
                if (movement.isHold()) {
                    holds(movement, movement.amount);
                    if (timeout > 0) {
                        unreleased.add(movement);
                    }
                } else {
                    moves(movement);
                }
            }
            case Operation.Batch batch -> {
                for (int i = 0; i < batch.items().size(); i++) {
                    Operation.Transfer item = batch.items().get(i);
                    if (judge(item, now).equals(Judgement.DONE)) {
                        carryOut(item, Parts.id(id, i), now + i + 1);
                    }
                }
            }
            case Operation.MakeEntry entry -> make(id, entry.lines(), entry.words(), null, now);
            case Operation.ReverseEntry reverse -> {
                Entry original = requireNonNull(entries.get(reverse.entry()));
                original.reversed = true;
                make(
                        id,
                        original.lines.stream().map(Line::opposite).toList(),
                        reverse.words(),
                        original.id,
                        now);
            }
            case Operation.Post post -> {
                Movement hold = requireNonNull(movements.get(post.hold()));
                BigInteger amount = post.amount() == null ? hold.amount : post.amount();
                end(hold, id, Movement.Kind.POST, amount, post.words(), now);
            }
            case Operation.Void end -> {
                Movement hold = requireNonNull(movements.get(end.hold()));
                end(hold, id, Movement.Kind.VOID, hold.amount, end.words(), now);
            }
            case Operation.Reverse reverse -> {
                Movement original = requireNonNull(movements.get(reverse.original()));
                Movement movement =
                        new Movement(
                                id,
                                Movement.Kind.REVERSAL,
                                original.credit,
                                original.debit,
                                reverse.amount() == null ? original.moved() : reverse.amount(),
                                reverse.words(),
                                original.id,
                                0,
                                now);
                add(movement);
                moves(movement);
                original.reversed = original.reversed.add(movement.amount);
            }
            case Operation.Change change ->
                    requireNonNull(accounts.get(change.account())).status =
                            change.frozen() ? Account.Status.FROZEN : Account.Status.ACTIVE;
            case Operation.Close close ->
                    requireNonNull(accounts.get(close.account())).status = Account.Status.CLOSED;
        }
    }

    /**
     * Carries out what the ledger has carried out at this time. If it was only possible because
     * what an expired hold held had been given back by then, it has been.
     *
     * @return what it should have been refused with; then nothing is changed
     */
    public Optional<Judgement> follow(Operation operation, UUID id, long now) {
        Judgement judgement = judge(operation, now);
        for (Movement hold : unreleased(accounts(operation), now)) {
            if (judgement.equals(Judgement.DONE)) {
                break;
            }
            release(hold);
            judgement = judge(operation, now);
        }
        if (!judgement.equals(Judgement.DONE)) {
            return Optional.of(judgement);
        }
        carryOut(operation, id, now);
        return Optional.empty();
    }

    private void make(UUID id, List<Line> lines, Words words, @Nullable UUID reverses, long now) {
        Entry entry = new Entry(id, lines, words, reverses, now);
        entries.put(id, entry);
        long at = now;
        for (EntryPart part : parts(lines)) {
            UUID transfer = Parts.id(id, part.number());
            Movement movement =
                    new Movement(
                            transfer,
                            Movement.Kind.LINE,
                            account(lines, part.debit()),
                            account(lines, part.credit()),
                            lines.get(part.number()).amount(),
                            Words.NONE,
                            id,
                            0,
                            ++at);
            add(movement);
            moves(movement);
            Stream.of(part.debit(), part.credit())
                    .filter(Objects::nonNull)
                    .forEach(number -> entry.transfers.put(number, transfer));
        }
        refer(words, id);
    }

    private void refer(Words words, UUID id) {
        if (words.reference() != null) {
            references.put(words.reference(), id);
        }
    }

    private void end(
            Movement hold, UUID id, Movement.Kind kind, BigInteger amount, Words words, long now) {
        Movement end =
                new Movement(id, kind, hold.debit, hold.credit, amount, words, hold.id, 0, now);
        add(end);
        hold.end = end;
        unreleased.remove(hold);
        holds(hold, hold.amount.negate());
        if (kind == Movement.Kind.POST) {
            moves(end);
        }
    }

    private void add(Movement movement) {
        movements.put(movement.id, movement);
        Stream.of(movement.debit, movement.credit)
                .map(accounts::get)
                .filter(Objects::nonNull)
                .forEach(account -> account.moves(movement.id));
        refer(movement.words, movement.id);
    }

    private void moves(Movement movement) {
        move(movement.debit, movement.credit, movement.amount, false).make();
    }

    private void holds(Movement hold, BigInteger more) {
        move(hold.debit, hold.credit, more, true).make();
    }

    /** The holds that have expired and still hold something there, the earliest first. */
    public List<Movement> unreleased(Collection<UUID> ofAccounts, long now) {
        return unreleased.stream()
                .filter(hold -> hold.isExpired(now))
                .filter(hold -> ofAccounts.stream().anyMatch(hold::touches))
                .sorted(Comparator.comparingLong(Movement::expiresAtNanos))
                .toList();
    }

    /** All of them. */
    public List<Movement> unreleased(long now) {
        return unreleased(accounts.keySet(), now);
    }

    /** The times of expiry that lie between these two, of holds that nobody has ended. */
    public List<Long> expiries(long from, long to) {
        return unreleased.stream()
                .map(Movement::expiresAtNanos)
                .filter(at -> from < at && at < to)
                .sorted()
                .toList();
    }

    /** The ledger has given back what an expired hold held. */
    public void release(Movement hold) {
        if (unreleased.remove(hold)) {
            holds(hold, hold.amount.negate());
        }
    }

    /** It has not yet. */
    public void holdAgain(Movement hold) {
        if (unreleased.add(hold)) {
            holds(hold, hold.amount);
        }
    }

    /** The accounts that decide about the operation. */
    public Collection<UUID> accounts(Operation operation) {
        return switch (operation) {
            case Operation.Post(UUID hold, _, _) -> accountsOf(hold);
            case Operation.Void(UUID hold, _) -> accountsOf(hold);
            case Operation.Reverse(UUID original, _, _) -> accountsOf(original);
            case Operation.ReverseEntry(UUID entry, _) ->
                    entry(entry).map(Entry::accounts).orElse(List.of());
            case Operation.Open _,
                    Operation.Transfer _,
                    Operation.Batch _,
                    Operation.MakeEntry _,
                    Operation.Change _,
                    Operation.Close _ ->
                    operation.accounts();
        };
    }

    /** The accounts of a transfer, if there is one. */
    public Collection<UUID> accountsOf(UUID transfer) {
        return movement(transfer).stream()
                .flatMap(it -> Stream.of(it.debit, it.credit))
                .filter(accounts::containsKey)
                .toList();
    }
}
