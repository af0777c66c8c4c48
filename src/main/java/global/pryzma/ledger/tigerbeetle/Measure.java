package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import java.util.Collections;
import java.util.List;

/**
 * The search for the number of transfers that a message holds, once somebody has come with more
 * than it seems to hold: who is told a number, and asks for no more than that, must not be refused
 * again. What is sent for it has the id 0, which the ledger refuses before it looks at anything
 * else, and remembers nothing of. A client's life sees one such message, if any.
 */
final class Measure {
    private static final CallKind<TransferFields, List<EventResult>> KIND =
            CallKind.CREATE_TRANSFERS;

    private static final TransferFields NOTHING =
            new TransferBuilder(LedgerId.NONE)
                    .debit(LedgerId.NONE)
                    .credit(LedgerId.NONE)
                    .amount(Amount.ZERO)
                    .ledger(1)
                    .code(1)
                    .build();

    private final Lane lane;

    Measure(Lane lane) {
        this.lane = lane;
    }

    /** The answer to a call with too many events. */
    Submission refusal(int size, LedgerCall behalf) {
        while (!lane.limits().isTaken(KIND)) {
            Call<TransferFields, List<EventResult>> attempt =
                    new Call<>(KIND, Collections.nCopies(lane.limits().of(KIND), NOTHING), behalf);
            switch (lane.enter(attempt)) {
                case FULL -> {
                    return new Submission.Overloaded();
                }
                case OUT_OF_REACH -> {
                    return new Submission.Unavailable();
                }
                // It has become smaller meanwhile.
                case TOO_LARGE -> {}
                case ENTERED -> {
                    switch (lane.await(attempt)) {
                        case Outcome.Answered<List<EventResult>> _ -> {}
                        case Outcome.TooLarge<List<EventResult>> _ -> {}
                        case Outcome.NotAttempted<List<EventResult>> _,
                                Outcome.NoAnswer<List<EventResult>> _ -> {
                            return new Submission.Unavailable();
                        }
                        case null -> {
                            return new Submission.Unavailable();
                        }
                    }
                }
            }
        }
        return new Submission.TooLarge(Math.min(size - 1, lane.limits().of(KIND)));
    }
}
