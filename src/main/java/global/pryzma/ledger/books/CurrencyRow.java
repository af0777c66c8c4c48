package global.pryzma.ledger.books;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A row of {@code currency}. */
@MappedEntity("currency")
record CurrencyRow(@Id String code, int exponent) {}
