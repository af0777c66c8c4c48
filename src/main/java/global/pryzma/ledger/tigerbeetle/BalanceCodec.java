package global.pryzma.ledger.tigerbeetle;

import static global.pryzma.ledger.tigerbeetle.AccountCodec.amount;

import com.tigerbeetle.AccountBalanceBatch;

import global.pryzma.ledger.ledger.HistoricBalance;

import java.util.ArrayList;
import java.util.List;

/** An account's past balances from the client's batches. */
final class BalanceCodec {
    private BalanceCodec() {}

    static Reply.Balances decode(AccountBalanceBatch batch) {
        List<HistoricBalance> rows = new ArrayList<>(batch.getLength());
        while (batch.next()) {
            rows.add(
                    new HistoricBalance(
                            amount(batch::getDebitsPosted),
                            amount(batch::getCreditsPosted),
                            batch.getTimestamp()));
        }
        return new Reply.Balances(rows, batch.getHeader().getTimestamp());
    }
}
