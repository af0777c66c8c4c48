package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.api.files.SharedFiles;
import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

import org.jspecify.annotations.Nullable;

/**
 * {@code /status} and {@code /status.json}, for everybody, unless they are closed. However many
 * read them, nothing is asked of the ledger, and a little of Postgres.
 */
@WithoutLedger
@Controller
@Requires(property = "pryzma.status.enabled", notEquals = "false")
final class StatusController {
    private final Board board;
    private volatile @Nullable Rendered rendered;

    StatusController(Board board) {
        this.board = board;
    }

    /** A report as it is shown; both forms are made once for all readers. */
    private static final class Rendered {
        private final Report report;
        private final String html;
        private final StatusResponse json;

        Rendered(Report report) {
            this.report = report;
            this.html = StatusPage.of(report);
            this.json = StatusResponse.of(report);
        }
    }

    @Get("/status")
    @Produces(MediaType.ALL)
    HttpResponse<String> page() {
        return HttpResponse.ok(current().html)
                .contentType(SharedFiles.HTML)
                .header("Content-Security-Policy", StatusPage.POLICY)
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }

    @Get("/status.json")
    HttpResponse<StatusResponse> json() {
        return HttpResponse.ok(current().json).header("Cache-Control", "no-cache");
    }

    private Rendered current() {
        Report report = board.report();
        Rendered known = rendered;
        if (known == null || known.report != report) {
            known = new Rendered(report);
            rendered = known;
        }
        return known;
    }
}
