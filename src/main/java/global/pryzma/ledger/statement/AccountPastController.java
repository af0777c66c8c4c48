package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;

import java.util.OptionalLong;

/** What an account was, under {@code /v1/accounts/{id}}: its balance at a time, its entries. */
@Controller("/v1/accounts/{id}")
final class AccountPastController {
    private static final String AT = "at";

    private final ReadBalance readBalance;
    private final ListEntries listEntries;

    AccountPastController(ReadBalance readBalance, ListEntries listEntries) {
        this.readBalance = readBalance;
        this.listEntries = listEntries;
    }

    @Get("/balance")
    @TakesQuery(AT)
    @RequiresScope(Scope.ACCOUNTS_READ)
    PostedBalanceResponse balance(
            @PathVariable String id, HttpRequest<?> request, LedgerCall call) {
        OptionalLong at =
                KnownQuery.time(request, AT).stream().mapToLong(WireTime::epochNanos).findFirst();
        return readBalance.at(PathIds.uuid(id), at, call);
    }

    @Get("/entries")
    @Paged(
            filters = {
                EntryQuery.FROM,
                EntryQuery.TO,
                EntryQuery.DIRECTION,
                EntryQuery.ORDER,
                EntryQuery.INCLUDE_PENDING
            })
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<EntryResponse> entries(@PathVariable String id, PageRequest request, LedgerCall call) {
        return listEntries.of(PathIds.uuid(id), request, call);
    }
}
