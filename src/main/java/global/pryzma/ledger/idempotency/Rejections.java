package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

/** What a caller is told when the ledger has rejected a transfer. */
public final class Rejections {
    private Rejections() {}

    public static Problem of(TransferResult result) {
        ProblemCode code =
                switch (result) {
                    case EXCEEDS_CREDITS -> ProblemCode.INSUFFICIENT_FUNDS;
                    case DEBIT_ACCOUNT_ALREADY_CLOSED,
                            CREDIT_ACCOUNT_ALREADY_CLOSED,
                            PENDING_TRANSFER_NOT_PENDING,
                            PENDING_TRANSFER_ALREADY_POSTED,
                            PENDING_TRANSFER_ALREADY_VOIDED,
                            PENDING_TRANSFER_EXPIRED ->
                            ProblemCode.CONFLICT;
                    default -> ProblemCode.TRANSFER_REJECTED;
                };
        String detail =
                result == TransferResult.ID_ALREADY_FAILED
                        ? "rejected by an earlier attempt"
                        : result.rule();
        return Problem.of(code, detail);
    }
}
