package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.ExternalIssuer;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.UUID;

/**
 * The rule that somebody can operate the service: what would leave no credential with {@code
 * ledger.operate} that holds as long as those that go is refused. Those count that are of use with
 * the issuer of tokens that there is. All such changes are judged one after the other.
 */
@Singleton
final class LastOperator {
    private static final String SUBJECT = "operators";

    private static final Problem WOULD_GO =
            Problem.of(
                    ProblemCode.LAST_OPERATOR,
                    "no other credential with ledger.operate would hold as long");

    /** Those who can operate now; the first parameter names those that go. */
    private static final String HOLDS =
            """
            WITH operators AS (
                SELECT %s AS goes, coalesce(c.expires_at, 'infinity') AS until
                FROM credential c JOIN organisation_now o ON o.id = c.organisation_id
                WHERE c.external = ? AND 'ledger.operate' = ANY (string_to_array(c.scopes, ' '))
                    AND c.revoked_at IS NULL AND o.status = 'active'
                    AND coalesce(c.expires_at > now(), true))
            SELECT coalesce((SELECT max(until) FROM operators WHERE goes)
                <= (SELECT max(until) FROM operators WHERE NOT goes),
                NOT EXISTS (SELECT FROM operators WHERE goes))\
            """;

    private final boolean external;

    LastOperator(ExternalIssuer issuer) {
        this.external = issuer.isConfigured();
    }

    /** Without this organisation. */
    Guard staysWithout(UUID organisation) {
        return guard("c.organisation_id = ?", organisation);
    }

    /** Without this credential. */
    Guard staysWithout(String clientId) {
        return guard("c.client_id = ?", clientId);
    }

    private Guard guard(String goes, Object parameter) {
        return new Guard(
                new RowCondition.Truth(
                        SUBJECT, HOLDS.formatted(goes), List.of(parameter, external)),
                WOULD_GO);
    }
}
