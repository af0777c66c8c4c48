package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.problem.Problem;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What the ledger has of a key, whatever it was used for: its first id is a function of the key
 * alone, and the ledger keeps ids of transfers and of accounts apart.
 */
sealed interface InLedger {
    /** The key's first transfer; an account with the same id there is none. */
    record Transfer(TransferFields row) implements InLedger {}

    /** The key's first account. */
    record Account(AccountFields row) implements InLedger {}

    /** Nothing; if the ids were fenced, there never will be. */
    record Nothing() implements InLedger {}

    /** A fence in the place of an account: the key was cancelled, and is good for nothing. */
    record Cancelled() implements InLedger {}

    /** The ledger did not answer. */
    record Unknown(Problem problem) implements InLedger {}

    /**
     * Looks the first id up; what is not there may be on its way.
     *
     * @param background for one of the two lookups, which are under way at once
     */
    static InLedger find(Ledger ledger, LedgerId first, LedgerCall call, Executor background) {
        CompletableFuture<InLedger> account =
                CompletableFuture.supplyAsync(() -> findAccount(ledger, first, call), background);
        InLedger transfer = findTransfer(ledger, first, call);
        return transfer instanceof Nothing ? account.join() : transfer;
    }

    /** Makes the first id dead for transfers, unless the key was used. */
    static InLedger preventTransfer(Ledger ledger, LedgerId first, LedgerCall call) {
        return switch (new Fence(ledger).raise(first, call)) {
            case DEAD -> new Nothing();
            // By a rejection, by another fence, or by the account that the key has opened.
            case DEAD_BEFORE -> findAccount(ledger, first, call);
            case EXECUTED -> there(findTransfer(ledger, first, call));
            case UNKNOWN -> new Unknown(Verdict.UNANSWERED);
            case OUT_OF_REACH -> new Unknown(Verdict.OUT_OF_REACH);
            case OVERLOADED -> new Unknown(Verdict.OVERLOADED);
        };
    }

    /** Makes the first id dead for transfers and for accounts, unless the key was used. */
    static InLedger preventAll(Ledger ledger, LedgerId first, LedgerCall call) {
        InLedger transfer = preventTransfer(ledger, first, call);
        return transfer instanceof Nothing ? preventAccount(ledger, first, call) : transfer;
    }

    private static InLedger preventAccount(Ledger ledger, LedgerId first, LedgerCall call) {
        return switch (new Fence(ledger).raiseForAccount(first, call)) {
            case DEAD, DEAD_BEFORE -> new Nothing();
            case EXECUTED -> there(findAccount(ledger, first, call));
            case UNKNOWN -> new Unknown(Verdict.UNANSWERED);
            case OUT_OF_REACH -> new Unknown(Verdict.OUT_OF_REACH);
            case OVERLOADED -> new Unknown(Verdict.OVERLOADED);
        };
    }

    /** What the ledger has just said to be there. */
    private static InLedger there(InLedger found) {
        return found instanceof Nothing ? new Unknown(Verdict.UNANSWERED) : found;
    }

    private static InLedger findTransfer(Ledger ledger, LedgerId first, LedgerCall call) {
        return switch (ledger.lookupTransfers(List.of(first), call)) {
            case Reading.Answered<List<LedgerTransfer>>(List<LedgerTransfer> rows) ->
                    rows.isEmpty() ? new Nothing() : new Transfer(rows.getFirst().transfer());
            case Reading.Unavailable<List<LedgerTransfer>>() -> new Unknown(Verdict.UNANSWERED);
            case Reading.Overloaded<List<LedgerTransfer>>() -> new Unknown(Verdict.OVERLOADED);
        };
    }

    private static InLedger findAccount(Ledger ledger, LedgerId first, LedgerCall call) {
        return switch (ledger.lookupAccounts(List.of(first), call)) {
            case Reading.Answered<List<LedgerAccount>>(List<LedgerAccount> rows) ->
                    rows.isEmpty()
                            ? new Nothing()
                            : Fence.isFence(rows.getFirst())
                                    ? new Cancelled()
                                    : new Account(rows.getFirst().account());
            case Reading.Unavailable<List<LedgerAccount>>() -> new Unknown(Verdict.UNANSWERED);
            case Reading.Overloaded<List<LedgerAccount>>() -> new Unknown(Verdict.OVERLOADED);
        };
    }
}
