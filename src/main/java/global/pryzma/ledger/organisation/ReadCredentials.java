package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/** The reading of credentials, which never shows a secret. */
@Singleton
final class ReadCredentials {
    static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such credential");

    private final CredentialRows rows;
    private final OrganisationRows organisations;
    private final Listing listing;

    ReadCredentials(CredentialRows rows, OrganisationRows organisations, Listing listing) {
        this.rows = rows;
        this.organisations = organisations;
        this.listing = listing;
    }

    /** Empty if there is none, or if it is another organisation's. */
    Optional<CredentialRow> find(UUID organisation, String clientId) {
        return rows.find(clientId).filter(row -> row.organisationId().equals(organisation));
    }

    CredentialResponse one(UUID organisation, String clientId) {
        return find(organisation, clientId)
                .map(row -> CredentialResponse.of(row, null))
                .orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    /**
     * A page of an organisation's credentials, the revoked ones among them.
     *
     * @param operator whose organisation alone can use the page's cursor
     */
    Page<CredentialResponse> page(UUID operator, UUID organisation, PageRequest request) {
        if (organisations.find(organisation).isEmpty()) {
            throw new ProblemException(ReadOrganisations.NOT_FOUND);
        }
        return listing.page(
                operator,
                "credentials of " + organisation,
                request,
                (before, limit) -> rows.page(organisation, before, limit),
                CredentialRow::sequence,
                page -> page.stream().map(row -> CredentialResponse.of(row, null)).toList());
    }
}
