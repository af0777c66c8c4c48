package global.pryzma.ledger.books;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/currencies}. Who sets up programs says what they are kept in: so the scopes are those
 * of programs, and tokens that were given need no other one.
 */
@WithoutLedger
@Controller("/v1/currencies")
final class CurrencyController {
    private final CreateCurrency createCurrency;
    private final ReadCurrencies readCurrencies;

    CurrencyController(CreateCurrency createCurrency, ReadCurrencies readCurrencies) {
        this.createCurrency = createCurrency;
        this.readCurrencies = readCurrencies;
    }

    @Post
    @RequiresScope(Scope.PROGRAMS_WRITE)
    Answer create(@Body byte @Nullable [] body, MutationRequest request) {
        return createCurrency.from(body, request);
    }

    @Get
    @Paged
    @RequiresScope(Scope.PROGRAMS_READ)
    Page<CurrencyResponse> list(PageRequest request, Caller caller) {
        return readCurrencies.page(caller.organisation(), request);
    }

    @Get("/{code}")
    @RequiresScope(Scope.PROGRAMS_READ)
    CurrencyResponse get(@PathVariable String code, Caller caller) {
        return readCurrencies.one(caller.organisation(), code);
    }
}
