package global.pryzma.ledger.sweep;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** {@code /v1/ledger/orphans}, for operators. */
@WithoutLedger
@Controller("/v1/ledger/orphans")
final class OrphanController {
    private static final String LIST = "orphans";

    private final OrphanRows rows;
    private final Listing listing;

    OrphanController(OrphanRows rows, Listing listing) {
        this.rows = rows;
        this.listing = listing;
    }

    @Get
    @Paged
    @RequiresScope(Scope.LEDGER_OPERATE)
    Page<OrphanResponse> list(PageRequest request, Caller caller) {
        return listing.page(
                caller.organisation(),
                LIST,
                request,
                rows::page,
                OrphanRow::createdAtNanos,
                page -> page.stream().map(OrphanResponse::of).toList());
    }
}
