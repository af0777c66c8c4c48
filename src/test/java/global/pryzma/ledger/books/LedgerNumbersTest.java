package global.pryzma.ledger.books;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Execution(ExecutionMode.SAME_THREAD)
class LedgerNumbersTest {
    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void oneForEachOrganisationAndCurrency() {
        LedgerNumbers numbers = service.bean(LedgerNumbers.class);
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        LedgerNumber euro = numbers.of(call(one), "EUR", Optional::empty);
        assertThat(euro.number()).isGreaterThanOrEqualTo(1000);
        assertThat(numbers.of(call(one), "EUR", Optional::empty)).isEqualTo(euro);
        assertThat(numbers.of(call(one), "USD", Optional::empty).number())
                .isNotEqualTo(euro.number());
        assertThat(numbers.of(call(two), "EUR", Optional::empty).number())
                .isNotEqualTo(euro.number());
        assertThat(numbers.find(euro.number())).contains(euro);
        assertThat(numbers.find(999)).isEmpty();
    }

    @Test
    void manyWhoAskAtOnceGetTheSame() throws Exception {
        LedgerNumbers numbers = service.bean(LedgerNumbers.class);
        UUID organisation = UUID.randomUUID();
        Callable<LedgerNumber> ask = () -> numbers.of(call(organisation), "EUR", Optional::empty);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LedgerNumber>> answers = callers.invokeAll(Collections.nCopies(12, ask));
            LedgerNumber first = answers.getFirst().get();
            for (Future<LedgerNumber> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
    }

    /** As after a Postgres that was restored from a backup: its sequence is behind the ledger. */
    @Test
    void aNumberThatTheLedgerKnowsIsSkipped() {
        try (ServiceUnderTest restored = ServiceUnderTest.start(Map.of())) {
            Tenant early = new Tenant(restored);
            early.account(early.program(), "consumer", "EUR");
            early.account(early.program(), "consumer", "USD");
            long first = Sql.number(restored, "SELECT min(number) FROM ledger_number");
            long last = Sql.number(restored, "SELECT max(number) FROM ledger_number");
            assertThat(last).isEqualTo(first + 1);
            Sql.run(restored, "DELETE FROM ledger_number");
            Sql.run(restored, "ALTER SEQUENCE ledger_number_sequence RESTART WITH " + first);
            LedgerNumber late =
                    restored.bean(LedgerNumbers.class)
                            .of(call(UUID.randomUUID()), "EUR", Optional::empty);
            assertThat(late.number()).isEqualTo((int) last + 1);
        }
    }

    private static LedgerCall call(UUID organisation) {
        return new LedgerCall(organisation, Deadline.after(PLENTY));
    }
}
