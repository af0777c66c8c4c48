package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.FailingLedger.Fate;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A dry run whose messages are lost, or too small for it. */
@Execution(ExecutionMode.SAME_THREAD)
class DryRunTest {
    private static final int MAX_EVENTS = 4;
    private static final Problem NOT_THERE = Problem.of(ProblemCode.NOT_FOUND, "not there");

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final String program = tenant.program();
    private final UUID bank = UUID.fromString(tenant.account(program, "settlement", "USD_GT"));
    private final UUID ada = UUID.fromString(tenant.account(program, "consumer", "USD_GT"));
    private final FailingLedger ledger = new FailingLedger(service.bean(Ledger.class), MAX_EVENTS);
    private final MutationRequest request =
            new MutationRequest(
                            call(),
                            new IdempotencyKey(UUID.randomUUID()),
                            Set.of(Scope.values()),
                            service.bean(RecordedProblems.class)::plain)
                    .asDryRun();

    @ParameterizedTest
    @CsvSource({
        "IS_LOST, LEDGER_UNAVAILABLE",
        "ANSWER_IS_LOST, LEDGER_UNAVAILABLE",
        "OUT_OF_REACH, LEDGER_UNAVAILABLE",
        "NO_ROOM, SERVICE_UNAVAILABLE"
    })
    void withoutAnAnswerOfTheLedgerNothingIsSaid(Fate fate, ProblemCode expected) {
        ledger.next(fate);
        assertRefused(chain(1), expected);
        ledger.next(fate);
        assertRefused(each(1), expected);
        ledger.next(fate);
        assertRefused(DryRun.refused(NOT_THERE, ledger, call()), expected);
        assertRefused(DryRun.refused(NOT_THERE, ledger, call()), ProblemCode.NOT_FOUND);
        assertThat(account(ada).creditsPosted().isZero()).isTrue();
    }

    /** The gateway sends it again, and finds the id dead that the first attempt has killed. */
    @Test
    void aRefusalWhoseAnswerWasLostIsAskedForAgain() {
        List<TransferResult> earlier =
                List.of(TransferResult.ID_ALREADY_FAILED, TransferResult.LINKED_EVENT_FAILED);
        ledger.next();
        ledger.refuseNext(earlier);
        assertThat(chain(1)).isInstanceOf(Answer.Foreseen.class);
        assertThat(ledger.messages()).isEqualTo(2);
        Collections.nCopies(3, earlier).forEach(ledger::refuseNext);
        assertRefused(chain(1), ProblemCode.LEDGER_UNAVAILABLE);
    }

    @Test
    void everySubmissionHasIdsOfItsOwn() {
        List<TransferResult> refused =
                List.of(
                        TransferResult.LINKED_EVENT_FAILED,
                        TransferResult.ID_ALREADY_FAILED,
                        TransferResult.LINKED_EVENT_FAILED);
        ledger.refuseNext(refused);
        ledger.refuseNext(refused);
        assertThat(chain(2)).isInstanceOf(Answer.Foreseen.class);
        List<List<LedgerId>> ids = ledger.refused();
        assertThat(ids).hasSize(2).allSatisfy(it -> assertThat(it).hasSize(3));
        assertThat(ids.getFirst())
                .noneMatch(id -> DerivedIds.areOfOneKey(id, ids.getLast().getFirst()))
                .noneMatch(id -> DerivedIds.areOfOneKey(id, request.firstId()));
    }

    @Test
    void itHasToFitIntoOneMessage() {
        assertThat(chain(3)).isInstanceOf(Answer.Foreseen.class);
        assertRefused(chain(4), ProblemCode.INVALID_PARAMETER);
        assertRefused(chain(5), ProblemCode.TRANSFER_REJECTED); // as the request itself
        assertThat(each(2)).isInstanceOf(Answer.Foreseen.class);
        assertThat(assertRefused(each(3), ProblemCode.INVALID_PARAMETER).detail())
                .isEqualTo("a dry run of a batch has at most 2 transfers here");
    }

    @Test
    void theAnswerHasNoIdsAndNoTimes() {
        assertThat(chain(2))
                .isInstanceOfSatisfying(
                        Answer.Foreseen.class,
                        it ->
                                assertThat(new String(it.response().body(), StandardCharsets.UTF_8))
                                        .startsWith(
                                                "{\"dry_run\":true,\"status\":201,\"response\":"
                                                        + "{\"moved\":2},\"accounts\":[{\"id\":\""
                                                        + bank));
    }

    /** So many transfers of one chain. */
    private Answer chain(int transfers) {
        return answer(
                new Move(1),
                new Move.Command(1, ledgerNumber(), bank, Collections.nCopies(transfers, ada), 1));
    }

    /** So many transfers by themselves. */
    private Answer each(int transfers) {
        service.bean(ControlAccounts.class).ensure(ledgerNumber(), call());
        return answer(
                new Spread(1),
                new Spread.Command(
                        ledgerNumber(),
                        bank,
                        Collections.nCopies(transfers, ada),
                        Collections.nCopies(transfers, 1L)));
    }

    private <C extends Command> Answer answer(Mutation<C> mutation, C command) {
        return new DryRun<>(
                        ledger,
                        new Mutations(List.of(mutation)),
                        service.bean(DryRunAnswers.class),
                        mutation,
                        command,
                        request)
                .answer();
    }

    private int ledgerNumber() {
        return account(bank).account().ledger();
    }

    private LedgerAccount account(UUID id) {
        return LedgerReadings.answered(ledger.lookupAccounts(List.of(LedgerId.of(id)), call()))
                .getFirst();
    }

    private LedgerCall call() {
        return new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(10)));
    }
}
