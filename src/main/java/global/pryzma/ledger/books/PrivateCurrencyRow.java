package global.pryzma.ledger.books;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code private_currency} as it is written.
 *
 * @param id that the key gives
 */
record PrivateCurrencyRow(
        UUID id, UUID organisation, String code, int exponent, @Nullable String name) {}
