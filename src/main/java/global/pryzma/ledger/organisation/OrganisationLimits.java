package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.Quota;
import global.pryzma.ledger.postgres.rows.Places;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import jakarta.inject.Singleton;

import java.util.UUID;

/**
 * How many accounts and programs organisations may have, for the features that make them. What
 * operators have set holds from the moment they are told so: it is read in the transaction that
 * judges. A limit below what there is takes nothing away.
 */
@Singleton
public final class OrganisationLimits {
    private static final String LATEST =
            """
            coalesce((SELECT l.most FROM organisation_limit l
                WHERE l.organisation_id = %s AND l.kind = '%s'
                ORDER BY l.sequence DESC LIMIT 1), %d)\
            """;

    /** Whether one is there is asked in a manner that can only be a look into the index. */
    private static final String ROOM =
            """
            SELECT w.id
            FROM (
                SELECT id, owner, made,
                    count(*) FILTER (WHERE NOT made) OVER (PARTITION BY owner ORDER BY nth) AS needed
                FROM (
                    SELECT id, owner, nth, (SELECT true FROM program p WHERE p.id = a.id) IS NOT NULL AS made
                    FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS a (id, owner, nth)) asked) w
            WHERE w.made OR w.needed + coalesce((SELECT c.made FROM program_count c
                WHERE c.organisation_id = w.owner), 0) <= %s\
            """;

    private final Quota accounts;
    private final String programs;

    OrganisationLimits(LimitSettings settings) {
        this.accounts =
                new Quota(
                        new Places(
                                "account_place",
                                LATEST.formatted(
                                        "c.organisation_id",
                                        Limit.ACCOUNTS.text(),
                                        settings.accounts())),
                        reached("accounts"));
        this.programs =
                ROOM.formatted(
                        LATEST.formatted("w.owner", Limit.PROGRAMS.text(), settings.programs()));
    }

    private static Problem reached(String what) {
        return Problem.of(
                ProblemCode.LIMIT_EXCEEDED,
                "the organisation has as many " + what + " as it may have");
    }

    /**
     * Their places, of which they hold one for each account that is open, being opened or closed.
     */
    public Quota accounts() {
        return accounts;
    }

    /**
     * That the organisation may have one more program.
     *
     * @param program the id of the one to be made; if it is there already nothing is added
     */
    public Guard program(UUID organisation, UUID program) {
        return new Guard(
                new RowCondition.Room(
                        "programs of " + organisation, program, organisation, programs),
                reached("programs"));
    }
}
