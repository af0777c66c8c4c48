package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What keys have left for ever, met by those who use them again once their records are gone: rows
 * and dead ids in the ledger, and a trace in Postgres of what has no ledger side.
 */
record KeyTraces(KeyReads reads, Ledger ledger) {
    /** Operations without a ledger side are not held up longer by a ledger that does not answer. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /**
     * The answer to a mutation without a ledger side whose key was used for something else; to be
     * asked for before anything is done.
     *
     * <p>When the ledger can't be asked at the moment, a key that has moved money, and whose record
     * is gone, is not known here: the one gap.
     */
    Optional<Answer> refusal(Begun<?> begun) {
        MutationRequest request = begun.request();
        return switch (reads.trace(request.firstId(), request.deadline())) {
            case Awaited.Done<Optional<KeyTrace>>(Optional<KeyTrace> trace) ->
                    trace.flatMap(it -> refusal(begun, it)).or(() -> byLedger(request));
            case Awaited.Failed<Optional<KeyTrace>>(Problem problem) ->
                    Optional.of(new Answer.Refused(problem));
        };
    }

    /** The answer that follows from a trace; empty if what has left it is to be answered again. */
    static Optional<Answer> refusal(Begun<?> begun, KeyTrace trace) {
        try {
            if (!trace.fingerprint().equals(begun.fingerprintOfVersion(trace.encodingVersion()))) {
                return refused(ProblemCode.IDEMPOTENCY_KEY_REUSED, "the key was used before");
            }
        } catch (IllegalArgumentException unknownVersion) {
            return refused(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    "a newer version of the service has used this key");
        }
        return trace.cancelled()
                ? Optional.of(new Answer.Refused(Verdict.CANCELLED))
                : Optional.empty();
    }

    private Optional<Answer> byLedger(MutationRequest request) {
        List<LedgerId> ids = List.of(request.firstId());
        LedgerCall call =
                new LedgerCall(request.organisation(), request.deadline().within(PATIENCE));
        return isThere(ledger.lookupTransfers(ids, call))
                        || isThere(ledger.lookupAccounts(ids, call))
                ? refused(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "the key has moved money or opened an account")
                : Optional.empty();
    }

    private static <T> boolean isThere(Reading<List<T>> reading) {
        return switch (reading) {
            case Reading.Answered<List<T>>(List<T> rows) -> !rows.isEmpty();
            case Reading.Unavailable<List<T>>(), Reading.Overloaded<List<T>>() -> false;
        };
    }

    private static Optional<Answer> refused(ProblemCode code, String detail) {
        return Optional.of(new Answer.Refused(Problem.of(code, detail)));
    }
}
