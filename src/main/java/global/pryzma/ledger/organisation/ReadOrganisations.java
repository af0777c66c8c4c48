package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.UUID;

/** The reading of organisations, all of them: it is for operators. */
@Singleton
final class ReadOrganisations {
    static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such organisation");

    private static final String LIST = "organisations";

    private final OrganisationRows rows;
    private final Listing listing;

    ReadOrganisations(OrganisationRows rows, Listing listing) {
        this.rows = rows;
        this.listing = listing;
    }

    OrganisationResponse one(UUID id) {
        return rows.find(id)
                .map(OrganisationResponse::of)
                .orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    /**
     * A page of organisations.
     *
     * @param operator whose organisation alone can use the page's cursor
     */
    Page<OrganisationResponse> page(UUID operator, PageRequest request) {
        return listing.page(
                operator,
                LIST,
                request,
                rows::page,
                OrganisationRow::sequence,
                page -> page.stream().map(OrganisationResponse::of).toList());
    }
}
