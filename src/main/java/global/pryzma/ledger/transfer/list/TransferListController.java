package global.pryzma.ledger.transfer.list;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.transfer.TransferResponse;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** {@code GET /v1/transfers}. */
@Controller("/v1/transfers")
final class TransferListController {
    private final ListTransfers listTransfers;

    TransferListController(ListTransfers listTransfers) {
        this.listTransfers = listTransfers;
    }

    @Get
    @Paged(
            filters = {
                ListTransfers.REFERENCE,
                TransferFilter.ACCOUNT,
                TransferFilter.ENTRY,
                TransferFilter.STATUS,
                "from",
                "to"
            },
            maps = MetadataFilter.PARAMETER)
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<TransferResponse> list(PageRequest request, LedgerCall call) {
        return listTransfers.page(request, call);
    }
}
