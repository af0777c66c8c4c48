package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the reply to a message is divided among the calls that shared it. */
class ReplyDivisionTest {
    private final LedgerId a = LedgerEvents.id();
    private final LedgerId b = LedgerEvents.id();
    private final LedgerId c = LedgerEvents.id();

    @Test
    void everyEventGetsItsOwnTimestampFromThatOfTheMessage() {
        assertThat(divide(new Reply.Results(1000, 4, Map.of(1, 54)), 1, 2, 1))
                .containsExactly(
                        new Outcome.Answered<>(List.of(new EventResult(0, 997))),
                        new Outcome.Answered<>(
                                List.of(new EventResult(54, 0), new EventResult(0, 999))),
                        new Outcome.Answered<>(List.of(new EventResult(0, 1000))));
    }

    @Test
    void anUnknownCodeLeavesOnlyItsOwnCallWithoutAnAnswer() {
        List<Outcome<List<EventResult>>> outcomes =
                divide(new Reply.Results(9, 3, Map.of(1, Reply.Results.UNKNOWN_CODE)), 1, 1, 1);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Answered.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void rowsGoToWhoAskedForThemAlsoWhenSeveralAskForTheSame() {
        // Asked: a b | b c | missing, of which b and c are there.
        Reply reply = new Reply.Transfers(List.of(transfer(b), transfer(b), transfer(c)), 77);
        assertThat(
                        CallKind.LOOKUP_TRANSFERS
                                .division()
                                .divide(
                                        reply,
                                        List.of(
                                                List.of(a, b),
                                                List.of(b, c),
                                                List.of(LedgerEvents.id()))))
                .containsExactly(
                        new Outcome.Answered<>(new AsOf<>(List.of(transfer(b)), 77)),
                        new Outcome.Answered<>(new AsOf<>(List.of(transfer(b), transfer(c)), 77)),
                        new Outcome.Answered<>(new AsOf<>(List.of(), 77)));
    }

    @Test
    void rowsThatNobodyAskedForAreNotGivenToAnyone() {
        Reply reply = new Reply.Transfers(List.of(transfer(c)), 77);
        assertThatThrownBy(() ->
                        CallKind.LOOKUP_TRANSFERS.division().divide(reply, List.of(List.of(a))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Outcome<List<EventResult>>> divide(Reply reply, int... sizes) {
        List<List<TransferFields>> parts =
                Arrays.stream(sizes)
                        .mapToObj(size ->
                                Stream.generate(() -> transfer(a).transfer()).limit(size).toList())
                        .toList();
        return CallKind.CREATE_TRANSFERS.division().divide(reply, parts);
    }

    private static LedgerTransfer transfer(LedgerId id) {
        return new LedgerTransfer(
                LedgerEvents.transfer(id, LedgerId.NONE, LedgerId.NONE, Amount.of(1)), 1);
    }
}
