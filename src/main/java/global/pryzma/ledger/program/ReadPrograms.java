package global.pryzma.ledger.program;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.UUID;

/** The reading of programs. */
@Singleton
final class ReadPrograms {
    private static final String LIST = "programs";

    private final ProgramRows rows;
    private final Listing listing;

    ReadPrograms(ProgramRows rows, Listing listing) {
        this.rows = rows;
        this.listing = listing;
    }

    ProgramResponse one(UUID organisation, UUID id) {
        return rows.find(id)
                .filter(row -> row.organisationId().equals(organisation))
                .map(ProgramResponse::of)
                .orElseThrow(() ->
                        ProblemException.of(ProblemCode.NOT_FOUND, "there is no such program"));
    }

    /**
     * A page of programs. They have no ledger timestamp; their cursors carry the number of the row
     * instead.
     */
    Page<ProgramResponse> page(UUID organisation, PageRequest request) {
        return listing.page(
                organisation,
                LIST,
                request,
                (before, limit) -> rows.page(organisation, before, limit),
                ProgramRow::sequence,
                page -> page.stream().map(ProgramResponse::of).toList());
    }
}
