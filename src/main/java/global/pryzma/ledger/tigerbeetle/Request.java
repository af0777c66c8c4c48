package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.List;

/** The content of one message to the cluster. */
sealed interface Request {
    record CreateAccounts(List<AccountFields> accounts) implements Request {}

    record CreateTransfers(List<TransferFields> transfers) implements Request {}

    record LookupAccounts(List<LedgerId> ids) implements Request {}

    record LookupTransfers(List<LedgerId> ids) implements Request {}

    record AccountTransfers(AccountTransfersQuery query) implements Request {}

    record AccountBalances(AccountTransfersQuery query) implements Request {}

    record LedgerTransfers(LedgerTransfersQuery query) implements Request {}

    record AccountsTail(TailQuery query) implements Request {}

    record TransfersTail(TailQuery query) implements Request {}

    /** The question for one account of this ledger number, if there is any. */
    record AnyAccountOf(int ledger) implements Request {}
}
