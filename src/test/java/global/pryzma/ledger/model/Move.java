package global.pryzma.ledger.model;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A move of money between two accounts, as the ledger is asked for it.
 *
 * @param debit null for one of the service's own, which has no limits
 * @param credit the same
 * @param pending whether the money is only held for it
 */
record Move(@Nullable Account debit, @Nullable Account credit, BigInteger amount, boolean pending) {
    /** A rule of the ledger, in the order in which it looks at them; its name is the ledger's. */
    enum Rule {
        ACCOUNTS_MUST_BE_DIFFERENT,
        ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER,
        DEBIT_ACCOUNT_ALREADY_CLOSED,
        CREDIT_ACCOUNT_ALREADY_CLOSED,
        OVERFLOWS_DEBITS_PENDING,
        OVERFLOWS_CREDITS_PENDING,
        OVERFLOWS_DEBITS_POSTED,
        OVERFLOWS_CREDITS_POSTED,
        OVERFLOWS_DEBITS,
        OVERFLOWS_CREDITS,
        EXCEEDS_CREDITS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is about the credited account. */
        boolean isOfCredit() {
            return switch (this) {
                case CREDIT_ACCOUNT_ALREADY_CLOSED,
                        OVERFLOWS_CREDITS_PENDING,
                        OVERFLOWS_CREDITS_POSTED,
                        OVERFLOWS_CREDITS ->
                        true;
                default -> false;
            };
        }
    }

    /**
     * The first of several that is refused, when they happen together or not at all.
     *
     * @param index its place among them
     */
    record Culprit(int index, Rule rule) {
        static Optional<Culprit> of(List<Move> moves) {
            List<Move> made = new ArrayList<>();
            try {
                for (Move move : moves) {
                    Optional<Rule> broken = move.broken();
                    if (broken.isPresent()) {
                        return Optional.of(new Culprit(made.size(), broken.get()));
                    }
                    move.make();
                    made.add(move);
                }
                return Optional.empty();
            } finally {
                made.forEach(Move::undo);
            }
        }
    }

    /** The first rule that it breaks as things are. */
    Optional<Rule> broken() {
        for (Rule rule : Rule.values()) {
            if (breaks(rule)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean breaks(Rule rule) {
        return switch (rule) {
            case ACCOUNTS_MUST_BE_DIFFERENT -> debit != null && debit == credit;
            case ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER ->
                    debit != null && credit != null && !debit.currency().equals(credit.currency());
            case DEBIT_ACCOUNT_ALREADY_CLOSED -> debit != null && debit.isClosedInLedger();
            case CREDIT_ACCOUNT_ALREADY_CLOSED -> credit != null && credit.isClosedInLedger();
            case OVERFLOWS_DEBITS_PENDING ->
                    debit != null && pending && overflows(debit.debitsPending);
            case OVERFLOWS_CREDITS_PENDING ->
                    credit != null && pending && overflows(credit.creditsPending);
            case OVERFLOWS_DEBITS_POSTED -> debit != null && overflows(debit.debitsPosted);
            case OVERFLOWS_CREDITS_POSTED -> credit != null && overflows(credit.creditsPosted);
            case OVERFLOWS_DEBITS ->
                    debit != null && overflows(debit.debitsPending.add(debit.debitsPosted));
            case OVERFLOWS_CREDITS ->
                    credit != null && overflows(credit.creditsPending.add(credit.creditsPosted));
            case EXCEEDS_CREDITS ->
                    debit != null && debit.isLimited() && debit.free().compareTo(amount) < 0;
        };
    }

    private boolean overflows(BigInteger counter) {
        return counter.add(amount).compareTo(Account.MOST) > 0;
    }

    void make() {
        count(amount);
    }

    void undo() {
        count(amount.negate());
    }

    private void count(BigInteger more) {
        if (debit != null) {
            if (pending) {
                debit.debitsPending = debit.debitsPending.add(more);
            } else {
                debit.debitsPosted = debit.debitsPosted.add(more);
            }
        }
        if (credit != null) {
            if (pending) {
                credit.creditsPending = credit.creditsPending.add(more);
            } else {
                credit.creditsPosted = credit.creditsPosted.add(more);
            }
        }
    }
}
