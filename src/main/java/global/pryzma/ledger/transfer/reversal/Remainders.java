package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.ledger.AccountBuilder;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.transfer.TransferSnapshot;

import jakarta.inject.Singleton;

import java.util.List;

/**
 * What is left of transfers to be reversed, kept by the ledger itself in an account of the service
 * for each, from which every reversal takes its amount; it can't be overdrawn.
 *
 * <p>The account is made and filled when a transfer is reversed for the first time, before the key
 * is claimed: the ids are the transfer's companions and all the fields follow from it, so that it
 * happens once, whoever does it and however often. The transfer that fills it is submitted only
 * when the ledger has answered that both accounts are there, for between missing ones it would
 * fail, and with it its id for ever; and in no plan, for it exists at the second reversal, which
 * would break the chain. Its source has no limit, so that nothing can refuse it. All permanent.
 */
@Singleton
public final class Remainders {
    /** The code of the accounts that keep what is left. */
    static final int CODE = 901;

    /** The code of those from which that comes, and to which it goes back. */
    static final int SOURCE_CODE = 902;

    /** No request makes these rows, so that they have no fingerprint. */
    private static final int NO_REQUEST = 1;

    private static final int VERSION = 1;

    private final Ledger ledger;

    Remainders(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The id of the account that keeps what is left of a transfer. */
    public static LedgerId accountOf(LedgerId original) {
        return CompanionIds.first(original);
    }

    /** The id of the account on the other side of it. */
    public static LedgerId sourceOf(LedgerId original) {
        return CompanionIds.second(original);
    }

    /**
     * What is left of a transfer, which from now on the ledger keeps.
     *
     * @throws ProblemException when the ledger doesn't answer
     */
    Remainder of(TransferSnapshot original, LedgerCall call) {
        // Where something has been reversed, all of it is there.
        if (original.reversed().isZero()) {
            keep(original.row().transfer(), original.moved(), call);
        }
        return new Remainder(original.moved(), original.reversed());
    }

    /**
     * Sees to it that the ledger keeps what is left of a movement of money.
     *
     * @param original the row that stands for it
     * @param moved of which all is left when nothing has been reversed yet
     * @throws ProblemException when the ledger doesn't answer
     */
    public void keep(TransferFields original, Amount moved, LedgerCall call) {
        for (EventResult result :
                LedgerReadings.answered(ledger.createAccounts(accounts(original), call))) {
            if (!result.created() && result.code() != AccountResult.EXISTS.code()) {
                throw new IllegalStateException("no account for a remainder: " + result);
            }
        }
        for (EventResult result :
                LedgerReadings.answered(
                        ledger.createTransfers(List.of(filling(original, moved)), call))) {
            if (!result.created() && result.code() != TransferResult.EXISTS.code()) {
                throw new IllegalStateException("nothing is left to be reversed: " + result);
            }
        }
    }

    static List<AccountFields> accounts(TransferFields original) {
        return List.of(
                account(accountOf(original.id()), original)
                        .code(CODE)
                        .flags(AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS)
                        .build(),
                account(sourceOf(original.id()), original).code(SOURCE_CODE).build());
    }

    private static AccountBuilder account(LedgerId id, TransferFields original) {
        return new AccountBuilder(id)
                .related(original.id())
                .request(NO_REQUEST, VERSION)
                .ledger(original.ledger());
    }

    static TransferFields filling(TransferFields original, Amount moved) {
        return new TransferBuilder(CompanionIds.second(original.id()))
                .debit(sourceOf(original.id()))
                .credit(accountOf(original.id()))
                .amount(moved)
                .related(original.id())
                .request(NO_REQUEST, VERSION)
                .ledger(original.ledger())
                .kind(TransferKind.REVERSIBLE)
                .build();
    }
}
