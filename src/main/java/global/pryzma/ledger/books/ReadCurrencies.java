package global.pryzma.ledger.books;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.UUID;

/** The reading of currencies. */
@Singleton
final class ReadCurrencies {
    private static final String LIST = "currencies";

    private final Currencies currencies;
    private final CurrencyRows rows;
    private final Listing listing;

    ReadCurrencies(Currencies currencies, CurrencyRows rows, Listing listing) {
        this.currencies = currencies;
        this.rows = rows;
        this.listing = listing;
    }

    CurrencyResponse one(UUID organisation, String code) {
        if (!Currency.isCode(code)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "there can be no currency with a code like this");
        }
        return currencies
                .row(organisation, code)
                .map(CurrencyResponse::of)
                .orElseThrow(() ->
                        ProblemException.of(ProblemCode.NOT_FOUND, "there is no such currency"));
    }

    /** A page of currencies; their cursors carry the place in the list. */
    Page<CurrencyResponse> page(UUID organisation, PageRequest request) {
        return listing.page(
                organisation,
                LIST,
                request,
                (before, limit) -> rows.page(organisation, before, limit),
                CurrencyRow::position,
                page -> page.stream().map(CurrencyResponse::of).toList());
    }
}
