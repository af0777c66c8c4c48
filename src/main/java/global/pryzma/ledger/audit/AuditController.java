package global.pryzma.ledger.audit;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** {@code /v1/audit-events}: for operators, what was done in all organisations. */
@WithoutLedger
@Controller("/v1/audit-events")
final class AuditController {
    private final ReadAudit readAudit;

    AuditController(ReadAudit readAudit) {
        this.readAudit = readAudit;
    }

    @Get
    @Paged(
            filters = {
                AuditFilter.ORGANISATION,
                AuditFilter.CLIENT,
                AuditFilter.REQUEST,
                AuditFilter.ACTION,
                AuditFilter.OUTCOME,
                AuditFilter.FROM,
                AuditFilter.TO
            })
    @RequiresScope(Scope.AUDIT_READ)
    Page<AuditEventResponse> list(PageRequest request, Caller caller) {
        return readAudit.page(caller.organisation(), request);
    }
}
