package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.time.Instant;
import java.util.UUID;

/**
 * A credential to revoke. What was asked is which; the rest the first try has found out.
 *
 * @param rowId of the credential's row
 * @param revokedAtMicros now, or when it was revoked before
 */
record RevokeCredentialCommand(
        UUID organisation,
        String clientId,
        UUID rowId,
        CredentialTerms terms,
        long createdAtMicros,
        long revokedAtMicros)
        implements Command {
    static RevokeCredentialCommand of(CredentialRow row, Instant now) {
        return new RevokeCredentialCommand(
                row.organisationId(),
                row.clientId(),
                row.id(),
                CredentialTerms.of(row),
                Micros.of(row.createdAt()),
                Micros.of(row.revokedAt() == null ? now : row.revokedAt()));
    }

    /** The {@link #content()} before anything is known of the credential. */
    static byte[] content(UUID organisation, String clientId) {
        return write(organisation, clientId).end();
    }

    private static CommandWriter write(UUID organisation, String clientId) {
        return CommandWriter.begin()
                .uuid("organisation_id", organisation)
                .text("client_id", clientId);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, clientId);
    }

    /** With what was found out, version 1. */
    @Override
    public byte[] encode() {
        return terms.write(write(organisation, clientId).uuid("row_id", rowId))
                .number("created_at_micros", createdAtMicros)
                .number("revoked_at_micros", revokedAtMicros)
                .end();
    }

    static RevokeCredentialCommand read(CommandReader reader) {
        return new RevokeCredentialCommand(
                reader.uuid("organisation_id"),
                reader.text("client_id"),
                reader.uuid("row_id"),
                CredentialTerms.read(reader),
                reader.number("created_at_micros"),
                reader.number("revoked_at_micros"));
    }
}
