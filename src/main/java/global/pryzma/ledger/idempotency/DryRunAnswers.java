package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerAccount;

import java.util.List;
import java.util.Optional;

/** Renders what a dry run tells of a request that would be carried out. */
public interface DryRunAnswers {
    /**
     * @param one the response that the request would get, but for ids and times, which mean nothing
     * @param other the same with other ids and times
     * @param after the accounts with the balances that would follow; empty for who may not read any
     * @param unforeseen what can't be told, in words
     */
    RecordedResponse of(
            RecordedResponse one,
            RecordedResponse other,
            Optional<List<LedgerAccount>> after,
            List<String> unforeseen);
}
