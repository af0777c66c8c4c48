package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every rule of the ledger, at every place in a chain: the chain is only called rejected once index
 * 0 of its key is dead, by its own result or by a fence. The ledger is a fake, as most rules can't
 * be broken on the wire.
 */
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

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LINKED_EVENT_FAILED")
    void theFirstIdIsDeadBeforeAnybodyIsTold(TransferResult rule) {
        for (int culprit = 0; culprit < LINKS; culprit++) {
            RefusingLedger ledger =
                    new RefusingLedger(culprit, rule, TransferResult.DEBIT_ACCOUNT_NOT_FOUND);
            Verdict verdict = applied(ledger);
            boolean exists = culprit == 0 && rule.name().startsWith("EXISTS");
            boolean dead =
                    culprit == 0
                            && (DEADLY.contains(rule) || rule == TransferResult.ID_ALREADY_FAILED);
            if (exists) {
                assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
            } else {
                assertThat(verdict).as("link %d", culprit).isInstanceOf(Verdict.Rejected.class);
            }
            if (exists || dead) {
                assertThat(ledger.fenced).as("link %d", culprit).isEmpty();
            } else {
                assertThat(ledger.fenced).as("link %d", culprit).containsExactly(ledger.first);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LINKED_EVENT_FAILED")
    void whatTheFenceFindsExecutedIsNoRejection(TransferResult rule) {
        for (int culprit = 1; culprit < LINKS; culprit++) {
            assertThat(
                            applied(
                                    new RefusingLedger(
                                            culprit,
                                            rule,
                                            TransferResult.EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID)))
                    .isInstanceOf(Verdict.Unknown.class);
        }
    }

    @Test
    void aDeadIdIsWhatTheLedgerSaysItIs() {
        assertThat(
                        Stream.of(TransferResult.values())
                                .filter(result -> result.finality() == Finality.TOMBSTONED))
                .containsExactlyInAnyOrderElementsOf(DEADLY);
    }

    private static Verdict applied(RefusingLedger ledger) {
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
        ledger.first = work.identity().id();
        return new ChainSide<>(work, move, ((Plan.Chain) work.plan()).transfers(), ledger)
                .apply(new LedgerCall(ORGANISATION, Deadline.after(Duration.ofSeconds(30))));
    }

    /** Refuses a chain at one of its links, and answers fences; nothing is in it. */
    private static final class RefusingLedger implements Ledger {
        private final int culprit;
        private final TransferResult rule;
        private final TransferResult toFences;
        private final List<LedgerId> fenced = new ArrayList<>();
        private LedgerId first = LedgerId.NONE;

        RefusingLedger(int culprit, TransferResult rule, TransferResult toFences) {
            this.culprit = culprit;
            this.rule = rule;
            this.toFences = toFences;
        }

        @Override
        public boolean admits() {
            return true;
        }

        @Override
        public Submission createTransfers(List<TransferFields> transfers, LedgerCall call) {
            if (transfers.size() < LINKS) {
                transfers.forEach(fence -> fenced.add(fence.id()));
                return answer(transfers.size(), index -> toFences);
            }
            return answer(
                    LINKS, index -> index == culprit ? rule : TransferResult.LINKED_EVENT_FAILED);
        }

        private static Submission answer(int events, IntFunction<TransferResult> result) {
            return new Submission.Answered(
                    IntStream.range(0, events)
                            .mapToObj(index -> new EventResult(result.apply(index).code(), 0))
                            .toList());
        }

        @Override
        public Reading<List<LedgerAccount>> lookupAccounts(List<LedgerId> ids, LedgerCall call) {
            return new Reading.Answered<>(List.of());
        }

        @Override
        public Reading<List<LedgerTransfer>> lookupTransfers(List<LedgerId> ids, LedgerCall call) {
            return new Reading.Answered<>(List.of());
        }

        @Override
        public Submission createAccounts(List<AccountFields> accounts, LedgerCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading<List<LedgerTransfer>> accountTransfers(
                AccountTransfersQuery query, LedgerCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading<List<LedgerAccount>> accountsTail(TailQuery query, LedgerCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading<List<LedgerTransfer>> transfersTail(TailQuery query, LedgerCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading<Boolean> isLedgerNumberUsed(int ledger, LedgerCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int maxEvents() {
            return LINKS;
        }

        @Override
        public LedgerStatus status() {
            throw new UnsupportedOperationException();
        }
    }
}
