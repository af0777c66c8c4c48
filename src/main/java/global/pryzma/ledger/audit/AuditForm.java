package global.pryzma.ledger.audit;

import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The canonical form of a row, over which its hash is made: a JSON object without white space, its
 * fields in this order, absent ones left out, texts as RFC 8785 escapes them, moments in
 * microseconds. Permanent: whoever wants to verify old rows by himself has nothing else.
 */
final class AuditForm {
    /** What stands for the hash before the very first row: 32 zeros. */
    static final byte[] BEFORE_THE_FIRST = new byte[32];

    private static final int VERSION = 1;

    private AuditForm() {}

    static byte[] of(AuditRow row) {
        CommandWriter form =
                CommandWriter.begin()
                        .number("version", VERSION)
                        .number("sequence", row.sequence())
                        .uuid("id", row.id())
                        .number("at_micros", micros(row.at()))
                        .text("action", row.action())
                        .text("outcome", row.outcome())
                        .text("organisation_id", text(row.organisation()))
                        .text("client_id", row.clientId())
                        .text("address", row.address())
                        .text("request_id", text(row.requestId()))
                        .text("subject", row.subject())
                        .text("subject_organisation_id", text(row.subjectOrganisation()))
                        .number("occurrences", row.occurrences());
        return (row.since() == null ? form : form.number("since_micros", micros(row.since())))
                .end();
    }

    static byte[] hash(byte[] hashBefore, AuditRow row) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hashBefore);
            return digest.digest(of(row));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
