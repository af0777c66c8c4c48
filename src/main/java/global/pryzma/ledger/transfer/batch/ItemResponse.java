package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.TransferResponse;

import org.jspecify.annotations.Nullable;

/**
 * What has become of one transfer of a batch that is not atomic, on the wire: as it would have been
 * answered alone.
 *
 * @param transfer of one that was made
 * @param error of one that was not
 */
record ItemResponse(
        int status,
        @Nullable TransferResponse transfer,
        @Nullable String error,
        @Nullable String detail) {
    private static final int CREATED = 201;

    static ItemResponse made(TransferResponse transfer) {
        return new ItemResponse(CREATED, transfer, null, null);
    }

    static ItemResponse refused(Problem why) {
        ProblemCode code = why.code();
        return new ItemResponse(code.status(), null, code.code(), why.detail());
    }

    void write(CommandWriter answer) {
        answer.number("status", status)
                .object("transfer", transfer, TransferResponse::write)
                .text("error", error)
                .text("detail", detail);
    }
}
