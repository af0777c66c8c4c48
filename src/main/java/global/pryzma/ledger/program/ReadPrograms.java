package global.pryzma.ledger.program;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Listing.Looked;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.search.Criterion;
import global.pryzma.ledger.search.Found;
import global.pryzma.ledger.search.ListedTable;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.search.NamePrefix;
import global.pryzma.ledger.search.RowSearch;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reading of programs. */
@Singleton
final class ReadPrograms {
    static final String CURRENCY_FILTER = "currency";

    private static final ListedTable PROGRAMS = new ListedTable("program", "sequence", 2);

    private final ProgramRows rows;
    private final RowSearch search;
    private final Listing listing;

    ReadPrograms(ProgramRows rows, RowSearch search, Listing listing) {
        this.rows = rows;
        this.search = search;
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
        List<Criterion> criteria = criteria(organisation, request);
        return criteria.isEmpty()
                ? listing.page(
                        organisation,
                        "programs",
                        request,
                        (before, limit) -> rows.page(organisation, before, limit),
                        ProgramRow::sequence,
                        ReadPrograms::shown)
                : listing.lookedThrough(
                        organisation,
                        "programs " + request.filters(),
                        request,
                        (before, limit) -> look(organisation, criteria, before, limit),
                        ProgramRow::sequence,
                        ReadPrograms::shown);
    }

    private static List<Criterion> criteria(UUID organisation, PageRequest request) {
        List<Criterion> criteria =
                new ArrayList<>(MetadataFilter.of(request).criteria(PROGRAMS, organisation));
        NamePrefix.of(request)
                .ifPresent(prefix -> criteria.add(prefix.criterion(PROGRAMS, organisation)));
        request.filter(CURRENCY_FILTER)
                .ifPresent(code -> {
                    if (!Currency.isCode(code)) {
                        throw ProblemException.of(
                                ProblemCode.INVALID_PARAMETER,
                                CURRENCY_FILTER + " must be a code such as EUR");
                    }
                    criteria.add(
                            Criterion.of("coalesce(currencies @> to_jsonb(?::text), true)", code));
                });
        return criteria;
    }

    private Looked<ProgramRow> look(
            UUID organisation, List<Criterion> criteria, long before, int limit) {
        Found page =
                search.look(
                                PROGRAMS,
                                organisation,
                                criteria,
                                before,
                                RowSearch.rowsFor(criteria, limit))
                        .first(limit);
        return page.looked(
                rows.find(page.ids()).stream()
                        .collect(Collectors.toMap(ProgramRow::id, Function.identity())));
    }

    private static List<ProgramResponse> shown(List<ProgramRow> page) {
        return page.stream().map(ProgramResponse::of).toList();
    }
}
