package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What keys have left for ever, met by those who use them again once their records are gone: rows
 * and dead ids in the ledger, and a trace in Postgres of what has no ledger side.
 *
 * @param background for lookups
 * @param ledgerPatience how long an operation without a ledger side is held up by a ledger that
 *     does not answer
 */
record KeyTraces(KeyReads reads, Ledger ledger, Executor background, Duration ledgerPatience) {
    /**
     * The answer to a mutation without a ledger side whose key was used for something else; to be
     * asked for before anything is done.
     *
     * <p>Two gaps: when the ledger can't be asked at the moment, a key that has moved money, and
     * whose record is gone, is not known here; nor ever is one whose transfer was rejected, as a
     * dead id can't be looked up.
     *
     * @param byLedger what the ledger tells, if that is needed
     */
    Optional<Answer> refusal(Begun<?> begun, Supplier<Optional<Answer>> byLedger) {
        MutationRequest request = begun.request();
        return switch (reads.trace(request.firstId(), request.deadline())) {
            case Awaited.Done<Optional<KeyTrace>>(Optional<KeyTrace> trace) ->
                    trace.map(it -> refusal(begun, it)).orElseGet(byLedger);
            case Awaited.Failed<Optional<KeyTrace>>(Problem problem) ->
                    Optional.of(new Answer.Refused(problem));
        };
    }

    /** The answer that follows from a trace; empty if what has left it is to be answered again. */
    static Optional<Answer> refusal(Begun<?> begun, KeyTrace trace) {
        if (trace.fingerprint().equals(Fingerprint.ANY)) {
            return Optional.of(new Answer.Refused(Verdict.CANCELLED));
        }
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

    /** What of it the ledger tells. */
    Optional<Answer> byLedger(MutationRequest request) {
        LedgerCall call =
                new LedgerCall(request.organisation(), request.deadline().within(ledgerPatience));
        return switch (InLedger.find(ledger, request.firstId(), call, background)) {
            case InLedger.Transfer _, InLedger.Account _ ->
                    refused(
                            ProblemCode.IDEMPOTENCY_KEY_REUSED,
                            "the key has moved money or opened an account");
            case InLedger.Cancelled() -> Optional.of(new Answer.Refused(Verdict.CANCELLED));
            case InLedger.Nothing(), InLedger.Unknown _ -> Optional.empty();
        };
    }

    private static Optional<Answer> refused(ProblemCode code, String detail) {
        return Optional.of(new Answer.Refused(Problem.of(code, detail)));
    }
}
