package global.pryzma.ledger.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.audit.Audit;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.http.wire.WholeRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.serde.annotation.Serdeable;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The switch of the embedded ledger, with which a newcomer can see what an outage looks like. It
 * does not exist where the ledger is a real cluster, and answers to this machine only: not through
 * a proxy, and not to a page that a browser has open. As a proxy on this machine may leave no sign
 * of itself, it takes an operator's token as well; the demo credential gives one.
 */
@Controller("/embedded/ledger")
@Requires(condition = LedgerIsEmbedded.class)
final class LedgerSwitchController {
    private static final List<String> FROM_ELSEWHERE =
            List.of(
                    HttpHeaders.ORIGIN,
                    HttpHeaders.REFERER,
                    "Sec-Fetch-Site",
                    HttpHeaders.FORWARDED,
                    HttpHeaders.VIA,
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "X-Real-IP");

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");

    private final EmbeddedLedger ledger;
    private final Audit audit;

    LedgerSwitchController(EmbeddedLedger ledger, Audit audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    @Post("/stop")
    @RequiresScope(Scope.LEDGER_OPERATE)
    SwitchResponse stop(HttpRequest<?> request, Caller caller, Origin origin) throws SQLException {
        requireThisMachine(request);
        note(AuditAction.LEDGER_STOP, caller, origin);
        ledger.switchOff();
        return new SwitchResponse("off");
    }

    @Post("/start")
    @RequiresScope(Scope.LEDGER_OPERATE)
    SwitchResponse start(HttpRequest<?> request, Caller caller, Origin origin) throws SQLException {
        requireThisMachine(request);
        note(AuditAction.LEDGER_START, caller, origin);
        ledger.switchOn();
        return new SwitchResponse("on");
    }

    /** Before it is done: what can't be noted is not done. */
    private void note(AuditAction action, Caller caller, Origin origin) throws SQLException {
        audit.append(List.of(AuditEvent.of(action, caller.organisation(), origin, null, null)));
    }

    private static void requireThisMachine(HttpRequest<?> request) {
        if (!request.getRemoteAddress().getAddress().isLoopbackAddress()
                || WholeRequest.behind(request).filter(WholeRequest::isAbsolute).isPresent()
                || !THIS_MACHINE.matcher(host(request)).matches()
                || FROM_ELSEWHERE.stream().anyMatch(request.getHeaders()::contains)) {
            throw ProblemException.of(ProblemCode.ROUTE_NOT_FOUND, "Only from this machine.");
        }
    }

    private static String host(HttpRequest<?> request) {
        List<String> hosts = request.getHeaders().getAll(HttpHeaders.HOST);
        return hosts.size() == 1 ? hosts.getFirst() : "";
    }

    @Serdeable
    record SwitchResponse(@JsonProperty("embedded_ledger") String state) {}
}
