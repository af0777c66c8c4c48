package global.pryzma.ledger.program;

import global.pryzma.ledger.api.Cursors;
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
    private final Cursors cursors;

    ReadPrograms(ProgramRows rows, Cursors cursors) {
        this.rows = rows;
        this.cursors = cursors;
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
        long before =
                request.cursor()
                        .map(cursor -> cursors.timestamp(organisation, LIST, cursor))
                        .orElse(Long.MAX_VALUE);
        return Page.of(
                        rows.page(organisation, before, request.limit() + 1),
                        request.limit(),
                        last -> cursors.after(organisation, LIST, last.sequence()))
                .map(page -> page.stream().map(ProgramResponse::of).toList());
    }
}
