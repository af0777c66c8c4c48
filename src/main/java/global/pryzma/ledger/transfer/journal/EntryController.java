package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/** {@code /v1/journal-entries}. */
@Controller("/v1/journal-entries")
final class EntryController {
    private final CreateEntry createEntry;
    private final ReverseEntry reverseEntry;
    private final ReadEntries readEntries;

    EntryController(CreateEntry createEntry, ReverseEntry reverseEntry, ReadEntries readEntries) {
        this.createEntry = createEntry;
        this.reverseEntry = reverseEntry;
        this.readEntries = readEntries;
    }

    @Post
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer create(@Body byte @Nullable [] body, MutationRequest request) {
        return createEntry.from(body, request);
    }

    @Post("/{id}/reverse")
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer reverse(
            @PathVariable String id,
            @Body @Bindable(defaultValue = "") byte[] body,
            MutationRequest request) {
        return reverseEntry.from(PathIds.uuid(id), JsonBody.parseOptional(body), request);
    }

    @Get
    @Paged(filters = {ReadEntries.ACCOUNT, ReadEntries.REFERENCE, "from", "to"})
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<EntryResponse> list(PageRequest request, LedgerCall call) {
        return readEntries.page(request, call);
    }

    @Get("/{id}")
    @RequiresScope(Scope.TRANSFERS_READ)
    EntryResponse get(@PathVariable String id, LedgerCall call) {
        return readEntries.one(PathIds.uuid(id), call);
    }
}
