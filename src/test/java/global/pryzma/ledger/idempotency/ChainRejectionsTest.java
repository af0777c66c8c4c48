package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every rule of the ledger, at every place in a chain: the chain is only called rejected once index
 * 0 of its key is dead, by its own result or by a fence.
 */
@Execution(ExecutionMode.SAME_THREAD)
class ChainRejectionsTest {
    private static final int LINKS = 3;
    private static final UUID ORGANISATION = UUID.randomUUID();

    /** TigerBeetle's own list: with these results an id is dead for ever. */
    private static final Set<TransferResult> DEADLY =
            Set.of(
                    TransferResult.DEBIT_ACCOUNT_NOT_FOUND,
                    TransferResult.CREDIT_ACCOUNT_NOT_FOUND,
                    TransferResult.PENDING_TRANSFER_NOT_FOUND,
                    TransferResult.EXCEEDS_CREDITS,
                    TransferResult.EXCEEDS_DEBITS,
                    TransferResult.DEBIT_ACCOUNT_ALREADY_CLOSED,
                    TransferResult.CREDIT_ACCOUNT_ALREADY_CLOSED);

    private final FailingLedger ledger =
            new FailingLedger(ServiceUnderTest.shared().bean(Ledger.class), LINKS);
    private LedgerId first = LedgerId.NONE;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LINKED_EVENT_FAILED")
    void theFirstIdIsDeadBeforeAnybodyIsTold(TransferResult rule) {
        for (int culprit = 0; culprit < LINKS; culprit++) {
            Verdict verdict = refused(culprit, rule, TransferResult.DEBIT_ACCOUNT_NOT_FOUND);
            boolean exists = culprit == 0 && rule.name().startsWith("EXISTS");
            boolean dead =
                    culprit == 0
                            && (DEADLY.contains(rule) || rule == TransferResult.ID_ALREADY_FAILED);
            assertThat(verdict)
                    .as("link %d", culprit)
                    .isInstanceOf(exists ? Verdict.Unknown.class : Verdict.Rejected.class);
            List<List<LedgerId>> fences = ledger.refused().stream().skip(1).toList();
            assertThat(fences)
                    .as("link %d", culprit)
                    .isEqualTo(exists || dead ? List.of() : List.of(List.of(first)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LINKED_EVENT_FAILED")
    void whatTheFenceFindsExecutedIsNoRejection(TransferResult rule) {
        for (int culprit = 1; culprit < LINKS; culprit++) {
            assertThat(
                            refused(
                                    culprit,
                                    rule,
                                    TransferResult.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID))
                    .isInstanceOf(Verdict.Unknown.class);
            ledger.refused();
        }
    }

    @Test
    void aDeadIdIsWhatTheLedgerSaysItIs() {
        assertThat(
                        Stream.of(TransferResult.values())
                                .filter(result -> result.finality() == Finality.TOMBSTONED))
                .containsExactlyInAnyOrderElementsOf(DEADLY);
    }

    /** Nothing was sent of it, but an earlier try may have been told of another limit. */
    @Test
    void whatIsTooLargeIsRefusedOnceItsFirstIdIsDead() {
        FailingLedger small =
                new FailingLedger(ServiceUnderTest.shared().bean(Ledger.class), LINKS - 1);
        small.seemsToTake(LINKS);
        small.refuseNext(List.of(TransferResult.DEBIT_ACCOUNT_NOT_FOUND));
        assertThat(applied(small)).isInstanceOf(Verdict.Rejected.class);
        assertThat(small.refused()).isEqualTo(List.of(List.of(first)));
        small.seemsToTake(LINKS);
        small.refuseNext(List.of(TransferResult.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID));
        assertThat(applied(small)).isInstanceOf(Verdict.Unknown.class);
    }

    /** The verdict on a chain whose culprit breaks the rule; a fence is answered with the other. */
    private Verdict refused(int culprit, TransferResult rule, TransferResult toFence) {
        ledger.refuseNext(
                IntStream.range(0, LINKS)
                        .mapToObj(
                                link -> link == culprit ? rule : TransferResult.LINKED_EVENT_FAILED)
                        .toList());
        ledger.refuseNext(List.of(toFence));
        return applied(ledger);
    }

    private Verdict applied(FailingLedger to) {
        Move move = new Move(1);
        Move.Command command =
                new Move.Command(
                        1,
                        1000,
                        UUID.randomUUID(),
                        Stream.generate(UUID::randomUUID).limit(LINKS).toList(),
                        1);
        PlannedWork<Move.Command> work =
                PlannedWork.fresh(
                        move,
                        command,
                        new ScopedKey(ORGANISATION, UUID.randomUUID()),
                        Fingerprint.of(move.operation(), command.content()));
        first = work.identity().id();
        return new ChainSide<>(work, move, ((Plan.Chain) work.plan()).transfers(), to)
                .apply(new LedgerCall(ORGANISATION, Deadline.after(Duration.ofSeconds(30))));
    }
}
