package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.AccountBuilder;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes an id dead, or learns that it has been used, in one step: submits a transfer with that id
 * between two accounts that are never created. Unseen, the id is tombstoned by the failure
 * (TigerBeetle: id_already_failed), so that a request still on its way can't execute any more. A
 * lookup could not tell that: the request may execute right after "not found".
 */
final class Fence {
    /** Two ids that are never created: derived ids have the bits of UUID version 8. */
    private static final LedgerId NO_DEBIT_ACCOUNT = new LedgerId(0, 1);

    private static final LedgerId NO_CREDIT_ACCOUNT = new LedgerId(0, 2);

    /** The code of an account that only keeps its id from being used. */
    private static final int ACCOUNT_CODE = 990;

    private final Ledger ledger;

    Fence(Ledger ledger) {
        this.ledger = ledger;
    }

    Outcome raise(LedgerId transferId, LedgerCall call) {
        return raiseAll(List.of(transferId), call).getFirst();
    }

    /** Many, in one message where it holds them. One outcome for each id. */
    List<Outcome> raiseAll(List<LedgerId> transferIds, LedgerCall call) {
        List<TransferFields> fences = transferIds.stream().map(Fence::transfer).toList();
        return switch (ledger.createTransfers(fences, call)) {
            case Submission.Answered(List<Submission.EventResult> results) ->
                    results.stream().map(result -> outcome(result.code())).toList();
            case Submission.InDoubt _ -> Collections.nCopies(fences.size(), Outcome.UNKNOWN);
            case Submission.Unavailable _ ->
                    Collections.nCopies(fences.size(), Outcome.OUT_OF_REACH);
            case Submission.Overloaded _ -> Collections.nCopies(fences.size(), Outcome.OVERLOADED);
            case Submission.TooLarge(int maxEvents) -> raiseInParts(transferIds, maxEvents, call);
        };
    }

    private List<Outcome> raiseInParts(List<LedgerId> transferIds, int maxEvents, LedgerCall call) {
        List<Outcome> outcomes = new ArrayList<>(transferIds.size());
        for (int from = 0; from < transferIds.size(); from += maxEvents) {
            int to = Math.min(transferIds.size(), from + maxEvents);
            outcomes.addAll(raiseAll(transferIds.subList(from, to), call));
        }
        return outcomes;
    }

    private static TransferFields transfer(LedgerId id) {
        return new TransferBuilder(id)
                .debit(NO_DEBIT_ACCOUNT)
                .credit(NO_CREDIT_ACCOUNT)
                .amount(Amount.of(1))
                .ledger(GenesisAccount.LEDGER)
                .code(GenesisAccount.CODE)
                .build();
    }

    /**
     * The same for the id of an account. A failed creation leaves no trace, so the fence is an
     * account: one that nothing can be done with, in a ledger where there is nothing to trade with.
     */
    Outcome raiseForAccount(LedgerId accountId, LedgerCall call) {
        AccountFields fence =
                new AccountBuilder(accountId)
                        .ledger(GenesisAccount.LEDGER)
                        .code(ACCOUNT_CODE)
                        .flags(AccountFlags.CLOSED)
                        .build();
        return switch (ledger.createAccounts(List.of(fence), call)) {
            case Submission.Answered(List<Submission.EventResult> results) ->
                    results.getFirst().created()
                            ? Outcome.DEAD
                            : AccountResult.of(results.getFirst().code())
                                    .map(result -> outcomeForAccount(result.finality()))
                                    .orElse(Outcome.UNKNOWN);
            case Submission.InDoubt _, Submission.TooLarge _ -> Outcome.UNKNOWN;
            case Submission.Unavailable _ -> Outcome.OUT_OF_REACH;
            case Submission.Overloaded _ -> Outcome.OVERLOADED;
        };
    }

    /** Whether the account is a fence, and no one's account. */
    static boolean isFence(LedgerAccount account) {
        return account.account().ledger() == GenesisAccount.LEDGER
                && account.account().code() == ACCOUNT_CODE;
    }

    private static Outcome outcomeForAccount(Finality finality) {
        return switch (finality) {
            case EXISTS -> Outcome.DEAD; // a fence already
            case DIFFERENT -> Outcome.EXECUTED;
            case TOMBSTONED, FAILED_EARLIER, FENCE_FIRST, CHAIN_FAILED -> Outcome.UNKNOWN;
        };
    }

    private static Outcome outcome(int code) {
        return TransferResult.of(code)
                .map(TransferResult::finality)
                .map(finality ->
                        switch (finality) {
                            case TOMBSTONED -> Outcome.DEAD;
                            case FAILED_EARLIER -> Outcome.DEAD_BEFORE;
                            case EXISTS, DIFFERENT -> Outcome.EXECUTED;
                            case FENCE_FIRST, CHAIN_FAILED -> Outcome.UNKNOWN;
                        })
                .orElse(Outcome.UNKNOWN);
    }

    /** What became of a fence. */
    enum Outcome {
        /** The id can never be used any more. */
        DEAD,
        /** It could not before, by a rejection or by another fence. */
        DEAD_BEFORE,
        /** A transfer with this id exists. */
        EXECUTED,
        /** The ledger gave no answer. */
        UNKNOWN,
        /** The ledger is out of reach; nothing was attempted. */
        OUT_OF_REACH,
        /** Too much waits for the ledger; nothing was attempted. */
        OVERLOADED
    }
}
