package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.postgres.rows.RowWrite;

import java.util.List;
import java.util.stream.Stream;

/**
 * The definite answer to a mutation.
 *
 * @param rows are written in the transaction that records the response, and only if it does record
 *     it; no constraint on them may be able to fail
 * @param freed what it had reserved and does not need, as of what was refused of it
 */
public record Conclusion(
        RecordedResponse response, List<? extends RowWrite> rows, List<Reservation> freed) {
    public Conclusion {
        rows = List.copyOf(rows);
        freed = List.copyOf(freed);
    }

    /** One that keeps all that it had reserved. */
    public Conclusion(RecordedResponse response, List<? extends RowWrite> rows) {
        this(response, rows, List.of());
    }

    /** The same with more rows. */
    Conclusion with(List<? extends RowWrite> more) {
        return more.isEmpty()
                ? this
                : new Conclusion(response, Stream.concat(rows.stream(), more.stream()).toList());
    }
}
