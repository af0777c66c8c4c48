package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.NewAccount;
import global.pryzma.ledger.ledger.NewTransfer;
import global.pryzma.ledger.ledger.TailQuery;

import java.util.List;

/** The content of one message to the cluster. */
sealed interface Request {
    record CreateAccounts(List<NewAccount> accounts) implements Request {}

    record CreateTransfers(List<NewTransfer> transfers) implements Request {}

    record LookupAccounts(List<LedgerId> ids) implements Request {}

    record LookupTransfers(List<LedgerId> ids) implements Request {}

    record AccountTransfers(AccountTransfersQuery query) implements Request {}

    record AccountsTail(TailQuery query) implements Request {}

    record TransfersTail(TailQuery query) implements Request {}

    /** The question for one account of this ledger number, if there is any. */
    record AnyAccountOf(int ledger) implements Request {}
}
