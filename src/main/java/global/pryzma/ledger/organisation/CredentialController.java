package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** {@code /v1/organisations/{organisationId}/credentials}: for operators. */
@WithoutLedger
@Controller("/v1/organisations/{organisationId}/credentials")
final class CredentialController {
    private final CreateCredential createCredential;
    private final RotateCredential rotateCredential;
    private final RevokeCredential revokeCredential;
    private final ReadCredentials readCredentials;

    CredentialController(
            CreateCredential createCredential,
            RotateCredential rotateCredential,
            RevokeCredential revokeCredential,
            ReadCredentials readCredentials) {
        this.createCredential = createCredential;
        this.rotateCredential = rotateCredential;
        this.revokeCredential = revokeCredential;
        this.readCredentials = readCredentials;
    }

    @Post
    @RequiresScope(Scope.ORGANISATIONS_WRITE)
    Answer create(
            @PathVariable String organisationId,
            @Body byte @Nullable [] body,
            MutationRequest request) {
        return createCredential.from(organisation(organisationId), body, request);
    }

    @Get
    @Paged
    @RequiresScope(Scope.ORGANISATIONS_READ)
    Page<CredentialResponse> list(
            @PathVariable String organisationId, PageRequest request, Caller caller) {
        return readCredentials.page(caller.organisation(), organisation(organisationId), request);
    }

    @Get("/{clientId}")
    @RequiresScope(Scope.ORGANISATIONS_READ)
    CredentialResponse get(@PathVariable String organisationId, @PathVariable String clientId) {
        return readCredentials.one(organisation(organisationId), client(clientId));
    }

    @Delete("/{clientId}")
    @RequiresScope(Scope.ORGANISATIONS_WRITE)
    Answer revoke(
            @PathVariable String organisationId,
            @PathVariable String clientId,
            MutationRequest request) {
        return revokeCredential.of(organisation(organisationId), client(clientId), request);
    }

    @Post("/{clientId}/rotate")
    @RequiresScope(Scope.ORGANISATIONS_WRITE)
    Answer rotate(
            @PathVariable String organisationId,
            @PathVariable String clientId,
            @Body byte @Nullable [] body,
            MutationRequest request) {
        return rotateCredential.from(organisation(organisationId), client(clientId), body, request);
    }

    private static UUID organisation(String text) {
        return PathIds.organisation(text);
    }

    private static String client(String text) {
        if (!ClientIds.isOne(text)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "The client id in the path is not one");
        }
        return text;
    }
}
