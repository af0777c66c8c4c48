package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.WithoutLedger;
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

/** {@code /v1/organisations}: for operators, all organisations. */
@WithoutLedger
@Controller("/v1/organisations")
final class OrganisationController {
    private final CreateOrganisation createOrganisation;
    private final UpdateOrganisation updateOrganisation;
    private final ReadOrganisations readOrganisations;

    OrganisationController(
            CreateOrganisation createOrganisation,
            UpdateOrganisation updateOrganisation,
            ReadOrganisations readOrganisations) {
        this.createOrganisation = createOrganisation;
        this.updateOrganisation = updateOrganisation;
        this.readOrganisations = readOrganisations;
    }

    @Post
    @RequiresScope(Scope.ORGANISATIONS_WRITE)
    Answer create(@Body byte @Nullable [] body, MutationRequest request) {
        return createOrganisation.from(body, request);
    }

    @Get
    @Paged
    @RequiresScope(Scope.ORGANISATIONS_READ)
    Page<OrganisationResponse> list(PageRequest request, Caller caller) {
        return readOrganisations.page(caller.organisation(), request);
    }

    @Get("/{organisationId}")
    @RequiresScope(Scope.ORGANISATIONS_READ)
    OrganisationResponse get(@PathVariable String organisationId) {
        return readOrganisations.one(PathIds.organisation(organisationId));
    }

    @Patch("/{organisationId}")
    @RequiresScope(Scope.ORGANISATIONS_WRITE)
    Answer update(
            @PathVariable String organisationId,
            @Body byte @Nullable [] body,
            MutationRequest request) {
        return updateOrganisation.from(PathIds.organisation(organisationId), body, request);
    }
}
