package global.pryzma.ledger.audit;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;

/**
 * A row of {@code audit_event}.
 *
 * @param at in whole microseconds, which is what Postgres keeps
 * @param hash over the hash of the row before it and this one's {@link AuditForm}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by whoever has a reason to, by Arrays.equals
record AuditRow(
        long sequence,
        UUID id,
        Instant at,
        String action,
        String outcome,
        @Nullable UUID organisation,
        @Nullable String clientId,
        @Nullable String address,
        @Nullable UUID requestId,
        @Nullable String subject,
        @Nullable UUID subjectOrganisation,
        long occurrences,
        @Nullable Instant since,
        byte[] hash) {
    /** In the order in which {@link #read} and the insert have them. */
    static final String COLUMNS =
            "sequence, id, at, action, outcome, organisation_id, client_id, address, request_id,"
                    + " subject, subject_organisation_id, occurrences, since, hash";

    private static final byte[] UNKNOWN = {};

    /** The row that an event becomes, with the hash that follows from the one before it. */
    static AuditRow of(AuditEvent event, long sequence, Instant at, byte[] hashBefore) {
        AuditRow row =
                new AuditRow(
                        sequence,
                        event.id(),
                        at,
                        event.action().code(),
                        event.outcome(),
                        event.organisation(),
                        event.origin().clientId(),
                        event.origin().address(),
                        event.origin().requestId(),
                        event.subject(),
                        event.subjectOrganisation(),
                        event.occurrences(),
                        event.since(),
                        UNKNOWN);
        return row.with(AuditForm.hash(hashBefore, row));
    }

    private AuditRow with(byte[] hashOfIt) {
        return new AuditRow(
                sequence,
                id,
                at,
                action,
                outcome,
                organisation,
                clientId,
                address,
                requestId,
                subject,
                subjectOrganisation,
                occurrences,
                since,
                hashOfIt);
    }

    /** Whether its hash is the one that follows from the one before it. */
    boolean follows(byte[] hashBefore) {
        return Arrays.equals(hash, AuditForm.hash(hashBefore, this));
    }

    static AuditRow read(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                row.getString(7),
                row.getString(8),
                row.getObject(9, UUID.class),
                row.getString(10),
                row.getObject(11, UUID.class),
                row.getLong(12),
                moment(row.getObject(13, OffsetDateTime.class)),
                row.getBytes(14));
    }

    private static @Nullable Instant moment(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
