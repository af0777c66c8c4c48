package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.postgres.rows.RowWrite;

import java.util.List;

/**
 * The definite answer to a mutation.
 *
 * @param rows are written in the transaction that records the response, and only if it does record
 *     it; no constraint on them may be able to fail
 */
public record Conclusion(RecordedResponse response, List<? extends RowWrite> rows) {
    public Conclusion {
        rows = List.copyOf(rows);
    }
}
