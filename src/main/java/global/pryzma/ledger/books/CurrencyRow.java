package global.pryzma.ledger.books;

import global.pryzma.ledger.money.Currency;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code currency}, which is everybody's, or of {@code private_currency}.
 *
 * @param isPrivate whether it is the organisation's own
 * @param position in the list
 */
@MappedEntity("currency")
record CurrencyRow(
        @Id String code, int exponent, @Nullable String name, boolean isPrivate, long position) {
    Currency currency() {
        return new Currency(code, exponent);
    }
}
