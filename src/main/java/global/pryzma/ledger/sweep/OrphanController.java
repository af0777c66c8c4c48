package global.pryzma.ledger.sweep;

import global.pryzma.ledger.api.Cursors;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.util.List;

/** {@code /v1/ledger/orphans}, for operators. */
@WithoutLedger
@Controller("/v1/ledger/orphans")
final class OrphanController {
    private static final String LIST = "orphans";

    private final OrphanRows rows;
    private final Cursors cursors;

    OrphanController(OrphanRows rows, Cursors cursors) {
        this.rows = rows;
        this.cursors = cursors;
    }

    @Get
    @Paged
    @RequiresScope(Scope.LEDGER_OPERATE)
    Page<OrphanResponse> list(HttpRequest<?> http, Caller caller) {
        PageRequest request = PageRequest.of(http);
        long before =
                request.cursor()
                        .map(cursor -> cursors.timestamp(caller.organisation(), LIST, cursor))
                        .orElse(Long.MAX_VALUE);
        return Page.of(
                        rows.page(before, request.limit() + 1),
                        request.limit(),
                        last -> cursors.after(caller.organisation(), LIST, last.createdAtNanos()))
                .map(OrphanController::shown);
    }

    private static List<OrphanResponse> shown(List<OrphanRow> page) {
        return page.stream().map(OrphanResponse::of).toList();
    }
}
