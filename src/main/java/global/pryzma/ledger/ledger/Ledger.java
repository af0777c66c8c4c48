package global.pryzma.ledger.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The ledger, as the rest of the service knows it. Every method blocks the calling (virtual) thread
 * no longer than the call's deadline and never throws for an outage: an outage is a result.
 *
 * <p>Events of one submission travel in one message and are executed in order, so that a linked
 * chain is all or nothing. Submitting the same events again is safe: their ids make it so.
 */
public interface Ledger {
    /** Creates accounts; of more than {@link #maxEvents()} none. */
    Submission createAccounts(List<AccountFields> accounts, LedgerCall call);

    /**
     * Creates transfers; of more than {@link #maxEvents()} none. A chain must end inside the list.
     */
    Submission createTransfers(List<TransferFields> transfers, LedgerCall call);

    /**
     * The same for several submissions, in their order: none is attempted once one before it was
     * not. The next ones may be handed over while those before them are on their way; so if one is
     * in doubt, those behind it may be as well.
     *
     * @return what has become of each, up to the first that was not answered
     */
    default List<Submission> createTransfersInTurn(
            List<List<TransferFields>> submissions, LedgerCall call) {
        List<Submission> outcomes = new ArrayList<>(submissions.size());
        for (List<TransferFields> transfers : submissions) {
            Submission outcome = createTransfers(transfers, call);
            outcomes.add(outcome);
            if (!(outcome instanceof Submission.Answered)) {
                break;
            }
        }
        return outcomes;
    }

    /**
     * The accounts that exist, in the order asked; missing ones are left out. More than a message
     * holds take several.
     */
    Reading<List<LedgerAccount>> lookupAccounts(List<LedgerId> ids, LedgerCall call);

    /** The transfers that exist, in the order asked, in the same way. */
    Reading<List<LedgerTransfer>> lookupTransfers(List<LedgerId> ids, LedgerCall call);

    /** The same for at least one id, and the moment at which it was so. */
    Reading<AsOf<List<LedgerTransfer>>> lookupTransfersAsOf(List<LedgerId> ids, LedgerCall call);

    /** An account's transfers. */
    Reading<List<LedgerTransfer>> accountTransfers(AccountTransfersQuery query, LedgerCall call);

    /**
     * What had been posted to an account after each of these transfers, one row for each, and the
     * moment at which these were all. Nothing of an account that has no history.
     *
     * @param query of a range that is not empty, since a moment is asked for as well
     */
    Reading<AsOf<List<HistoricBalance>>> accountBalances(
            AccountTransfersQuery query, LedgerCall call);

    /** Transfers of one ledger number and code, newest first. */
    Reading<List<LedgerTransfer>> ledgerTransfers(LedgerTransfersQuery query, LedgerCall call);

    /**
     * Accounts of everybody, oldest first. Fewer than the limit don't mean that there are no more;
     * none do.
     */
    Reading<List<LedgerAccount>> accountsTail(TailQuery query, LedgerCall call);

    /**
     * Transfers of everybody, oldest first. Fewer than the limit don't mean that there are no more;
     * none do.
     */
    Reading<List<LedgerTransfer>> transfersTail(TailQuery query, LedgerCall call);

    /** Whether any account uses this ledger number. */
    Reading<Boolean> isLedgerNumberUsed(int ledger, LedgerCall call);

    /**
     * How many events one submission can hold, as far as is known: the ledger does not tell before
     * it has been sent too many.
     */
    int maxEvents();

    /**
     * Whether changes and reads by id are let in at the moment; where they are not, nothing would
     * be attempted.
     */
    boolean admits();

    /** Whether the ledger answers at the moment, and since when it has been so. */
    LedgerStatus status();

    /** The same for each of the ways to it, always the same ones in the same order. */
    List<LaneStatus> lanes();
}
