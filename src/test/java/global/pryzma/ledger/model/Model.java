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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The accounts, holds, reversals and references of one organisation, and what the ledger's rules
 * make of each operation, in the order of their precedence. Times are the ledger's timestamps, in
 * nanoseconds. Not thread-safe.
 *
 * <p>A hold can't be ended from the moment at which it expires; what it holds the ledger gives back
 * at some moment after that. The model does so when it is told ({@link #release}).
 */
public final class Model {
    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, Movement> movements = new LinkedHashMap<>();
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

    public Optional<UUID> referred(String reference) {
        return Optional.ofNullable(references.get(reference));
    }

    /**
     * What comes of the operation at this time; a reference that another has is looked at first.
     */
    public Judgement judge(Operation operation, long now) {
        return operation
                .reference()
                .map(references::get)
                .<Judgement>map(
                        other -> new Judgement.Refused(409, "reference_in_use", other.toString()))
                .orElseGet(() -> judgeUnreferred(operation, now));
    }

    private Judgement judgeUnreferred(Operation operation, long now) {
        return switch (operation) {
            case Operation.Open _ -> Judgement.DONE;
            case Operation.Transfer transfer -> transfer(transfer);
            case Operation.Post post -> post(post, now);
            case Operation.Void end -> end(end, now);
            case Operation.Reverse reverse -> reverse(reverse, now);
            case Operation.Change change -> change(change);
            case Operation.Close close -> close(close);
        };
    }

    private Judgement transfer(Operation.Transfer transfer) {
        if (transfer.debit().equals(transfer.credit())) {
            return Judgement.rejected("accounts_must_be_different");
        }
        Account debit = accounts.get(transfer.debit());
        Account credit = accounts.get(transfer.credit());
        if (debit == null || credit == null) {
            return Judgement.notFound();
        }
        return debit.currency().equals(credit.currency())
                ? refused(debit, credit, transfer.amount(), transfer.timeoutSeconds() != null)
                        .orElse(Judgement.DONE)
                : Judgement.rejected("accounts_must_have_the_same_ledger");
    }

    /** What TigerBeetle says of a move between accounts that can trade with each other. */
    private static Optional<Judgement> refused(
            Account debit, Account credit, BigInteger amount, boolean pending) {
        if (debit.isClosedInLedger() || credit.isClosedInLedger()) {
            return Optional.of(Judgement.conflict(""));
        }
        if ((pending && overflows(amount, debit.debitsPending))
                || (pending && overflows(amount, credit.creditsPending))
                || overflows(amount, debit.debitsPosted)
                || overflows(amount, credit.creditsPosted)
                || overflows(amount, debit.debitsPending, debit.debitsPosted)
                || overflows(amount, credit.creditsPending, credit.creditsPosted)) {
            return Optional.of(Judgement.rejected("overflows"));
        }
        return debit.isLimited() && debit.free().compareTo(amount) < 0
                ? Optional.of(new Judgement.Refused(422, "insufficient_funds", ""))
                : Optional.empty();
    }

    private static boolean overflows(BigInteger amount, BigInteger... counters) {
        return List.of(counters).stream().reduce(amount, BigInteger::add).compareTo(Account.MOST)
                > 0;
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
        return refused(
                        requireNonNull(accounts.get(original.credit)),
                        requireNonNull(accounts.get(original.debit)),
                        amount,
                        false)
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
     * Carries out what was judged so.
     *
     * @param id of what it makes
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
        requireNonNull(accounts.get(movement.debit)).moves(movement.id);
        requireNonNull(accounts.get(movement.credit)).moves(movement.id);
        if (movement.words.reference() != null) {
            references.put(movement.words.reference(), movement.id);
        }
    }

    private void moves(Movement movement) {
        Account debit = requireNonNull(accounts.get(movement.debit));
        Account credit = requireNonNull(accounts.get(movement.credit));
        debit.debitsPosted = debit.debitsPosted.add(movement.amount);
        credit.creditsPosted = credit.creditsPosted.add(movement.amount);
    }

    private void holds(Movement hold, BigInteger more) {
        Account debit = requireNonNull(accounts.get(hold.debit));
        Account credit = requireNonNull(accounts.get(hold.credit));
        debit.debitsPending = debit.debitsPending.add(more);
        credit.creditsPending = credit.creditsPending.add(more);
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
            case Operation.Open _, Operation.Transfer _, Operation.Change _, Operation.Close _ ->
                    operation.accounts();
        };
    }

    /** The accounts of a transfer, if there is one. */
    public Collection<UUID> accountsOf(UUID transfer) {
        return movement(transfer).map(it -> List.of(it.debit, it.credit)).orElse(List.of());
    }
}
