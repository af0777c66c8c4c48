package global.pryzma.ledger.books;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import java.util.UUID;

/** A row of {@code ledger_number}. */
@MappedEntity("ledger_number")
record LedgerNumberRow(@Id int number, UUID organisationId, String currency) {
    LedgerNumber toLedgerNumber() {
        return new LedgerNumber(number, organisationId, currency);
    }
}
