package global.pryzma.ledger.audit;

import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.Origin;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Something that is to be noted. When it was and where it stands among the others is found out as
 * it is written.
 *
 * @param id the same for whatever notes the same event again
 * @param organisation who did it; null where nobody has proved it, and for the command line
 * @param subject what it was done to, by its id
 * @param subjectOrganisation whose that is
 * @param occurrences how often it happened: more than once where events are counted together
 * @param since when it happened first, of those; null for a single one
 */
public record AuditEvent(
        UUID id,
        AuditAction action,
        String outcome,
        @Nullable UUID organisation,
        Origin origin,
        @Nullable String subject,
        @Nullable UUID subjectOrganisation,
        long occurrences,
        @Nullable Instant since) {
    /** The outcome of what did what was asked. */
    public static final String SUCCEEDED = "succeeded";

    public AuditEvent {
        since = since == null ? null : since.truncatedTo(ChronoUnit.MICROS); // as Postgres keeps it
    }

    /** One that happened once, and succeeded. */
    public static AuditEvent of(
            AuditAction action,
            @Nullable UUID organisation,
            Origin origin,
            @Nullable String subject,
            @Nullable UUID subjectOrganisation) {
        return new AuditEvent(
                UUID.randomUUID(),
                action,
                SUCCEEDED,
                organisation,
                origin,
                subject,
                subjectOrganisation,
                1,
                null);
    }

    /** The note that a mutation makes of its end. */
    public static List<RowWrite> noted(
            AuditAction action, Occasion occasion, String subject, UUID subjectOrganisation) {
        return List.of(
                AuditTable.INSTANCE.row(
                        new AuditEvent(
                                occasion.id(),
                                action,
                                occasion.refusal() == null ? SUCCEEDED : occasion.refusal().code(),
                                occasion.organisation(),
                                occasion.origin(),
                                subject,
                                subjectOrganisation,
                                1,
                                null)));
    }
}
