package global.pryzma.ledger.program;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.search.NamePrefix;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/** {@code /v1/programs}. */
@WithoutLedger
@Controller("/v1/programs")
final class ProgramController {
    private final CreateProgram createProgram;
    private final UpdateProgram updateProgram;
    private final ReadPrograms readPrograms;

    ProgramController(
            CreateProgram createProgram, UpdateProgram updateProgram, ReadPrograms readPrograms) {
        this.createProgram = createProgram;
        this.updateProgram = updateProgram;
        this.readPrograms = readPrograms;
    }

    @Post
    @RequiresScope(Scope.PROGRAMS_WRITE)
    Answer create(@Body byte @Nullable [] body, MutationRequest request) {
        return createProgram.from(body, request);
    }

    @Get
    @Paged(
            filters = {NamePrefix.PARAMETER, ReadPrograms.CURRENCY_FILTER},
            maps = MetadataFilter.PARAMETER)
    @RequiresScope(Scope.PROGRAMS_READ)
    Page<ProgramResponse> list(PageRequest request, Caller caller) {
        return readPrograms.page(caller.organisation(), request);
    }

    @Get("/{id}")
    @RequiresScope(Scope.PROGRAMS_READ)
    ProgramResponse get(@PathVariable String id, Caller caller) {
        return readPrograms.one(caller.organisation(), PathIds.uuid(id));
    }

    @Patch("/{id}")
    @RequiresScope(Scope.PROGRAMS_WRITE)
    Answer update(@PathVariable String id, @Body byte @Nullable [] body, MutationRequest request) {
        return updateProgram.from(PathIds.uuid(id), body, request);
    }
}
