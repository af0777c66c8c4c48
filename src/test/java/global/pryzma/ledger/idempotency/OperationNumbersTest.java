package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.store.OperationNumbers;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of operations are permanent, and each operation has one. */
@Execution(ExecutionMode.SAME_THREAD)
class OperationNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "1, transfers.create",
        "2, accounts.create",
        "3, accounts.update",
        "4, accounts.close",
        "5, programs.create",
        "6, idempotency_keys.cancel",
        "7, organisations.create",
        "8, organisations.update",
        "9, credentials.create",
        "10, credentials.revoke",
        "11, credentials.rotate",
        "12, transfers.post",
        "13, transfers.void",
        "14, transfers.reverse",
        "15, journal_entries.create",
        "16, journal_entries.reverse",
        "17, transfers.batch_atomic",
        "18, transfers.batch_independent",
        "19, transfers.update",
        "20, currencies.create",
        "21, programs.update"
    })
    void goldenVectors(int number, String name) {
        assertThat(OperationNumbers.of(name)).isEqualTo(number);
        assertThat(OperationNumbers.name(number)).isEqualTo(name);
    }

    @Test
    void whatHasNoNumberIsStoredByItsName() {
        assertThat(OperationNumbers.of("nobody.knows")).isNull();
        assertThat(OperationNumbers.of("unknown")).isNull();
        assertThat(OperationNumbers.name(9999)).isEqualTo("unknown");
    }

    @Test
    void everyOperationHasOne() {
        assertThat(ServiceUnderTest.shared().bean(Mutations.class).operations())
                .allSatisfy(name -> assertThat(OperationNumbers.of(name)).as(name).isNotNull());
    }
}
