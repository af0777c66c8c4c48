package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.ChosenForm;
import global.pryzma.ledger.api.Offers;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.Streamed;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;

/** {@code /v1/accounts/{id}/statement}. */
@Controller("/v1/accounts/{id}/statement")
final class StatementController {
    private final IssueStatement issueStatement;

    StatementController(IssueStatement issueStatement) {
        this.issueStatement = issueStatement;
    }

    @Get
    @TakesQuery({Period.FROM, Period.TO})
    @Offers({
        StatementForm.JSON_TYPE,
        StatementForm.CSV_TYPE,
        StatementForm.HTML_TYPE,
        StatementForm.XML_TYPE
    })
    @Streamed
    @RequiresScope(Scope.TRANSFERS_READ)
    HttpResponse<?> statement(
            @PathVariable String id, HttpRequest<?> request, ChosenForm chosen, LedgerCall call) {
        Period.Asked asked = Period.Asked.of(request);
        StatementForm form = StatementForm.of(chosen);
        IssueStatement.Issued issued = issueStatement.issue(PathIds.uuid(id), asked, form, call);
        MutableHttpResponse<?> response =
                HttpResponse.ok(issued.content())
                        .header(HttpHeaders.CONTENT_TYPE, form.contentType())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .header("Content-Disposition", form.disposition(issued.statement()));
        return form == StatementForm.HTML
                ? response.header("Content-Security-Policy", HtmlStatement.POLICY)
                : response;
    }
}
