package global.pryzma.ledger.books;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.AccountBuilder;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/**
 * The service's own accounts: four for each ledger number, on the other side of what is done to an
 * account rather than with its money, and of the lines of entries. What was posted to one of them
 * adds up to nothing. They have no row in Postgres, so that the API knows nothing of them.
 *
 * <p>Their ids are a pure function of the ledger number: what the account does, then the number.
 * The bits of UUID version 8, which every derived id has, are 0 in them. Permanent.
 */
@Singleton
public final class ControlAccounts {
    /** The code of control accounts; no account of an organisation has it. */
    public static final int CODE = 900;

    private static final int CACHED = 100_000;

    private final Ledger ledger;
    private final Cache<Integer, Boolean> written =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    ControlAccounts(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The account on the other side of freezing and closing, and on one side of a change of words.
     */
    public static LedgerId plain(int ledgerNumber) {
        return new LedgerId(1, ledgerNumber);
    }

    /** An account to which nothing can be credited. */
    public static LedgerId neverCredited(int ledgerNumber) {
        return new LedgerId(2, ledgerNumber);
    }

    /**
     * The other side of the lines of an entry, where there is no single one. Every entry leaves it
     * as it was.
     */
    public static LedgerId clearing(int ledgerNumber) {
        return new LedgerId(4, ledgerNumber);
    }

    /** Whether an id is one of those, and none that is derived from a key. */
    public static boolean isControl(LedgerId id) {
        return (id.high() >>> 12 & 0xF) == 0;
    }

    /** An account from which nothing can be debited. */
    public static LedgerId neverDebited(int ledgerNumber) {
        return new LedgerId(3, ledgerNumber);
    }

    /**
     * Sees to it that the accounts of a ledger number are in the ledger.
     *
     * @throws ProblemException when the ledger doesn't answer
     */
    public void ensure(int ledgerNumber, LedgerCall call) {
        if (written.getIfPresent(ledgerNumber) != null) {
            return;
        }
        LedgerReadings.answered(ledger.createAccounts(accounts(ledgerNumber), call))
                .forEach(ControlAccounts::checkThere);
        written.put(ledgerNumber, true);
    }

    private static List<AccountFields> accounts(int ledgerNumber) {
        return List.of(
                account(plain(ledgerNumber), ledgerNumber, 0),
                account(
                        neverCredited(ledgerNumber),
                        ledgerNumber,
                        AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS),
                account(
                        neverDebited(ledgerNumber),
                        ledgerNumber,
                        AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS),
                account(clearing(ledgerNumber), ledgerNumber, 0));
    }

    /** A control account's row. No request makes one, so that it has no fingerprint. */
    private static AccountFields account(LedgerId id, int ledgerNumber, int flags) {
        return new AccountBuilder(id)
                .request(1, 1)
                .ledger(ledgerNumber)
                .code(CODE)
                .flags(flags)
                .build();
    }

    private static void checkThere(EventResult result) {
        Optional<AccountResult> why = AccountResult.of(result.code());
        boolean exists = why.filter(it -> it.finality() == Finality.EXISTS).isPresent();
        if (!result.created() && !exists) {
            throw new IllegalStateException("no control account: " + why + ", " + result.code());
        }
    }
}
