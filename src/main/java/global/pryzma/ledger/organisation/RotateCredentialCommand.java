package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A new secret for a credential.
 *
 * @param graceSeconds how long the secrets before it hold
 * @param secretHash SHA-256 of the secret, in hex digits
 * @param sealedSecret null when it was made before, and nothing knows it
 */
record RotateCredentialCommand(
        UUID organisation,
        String clientId,
        int graceSeconds,
        String secretHash,
        @Nullable String sealedSecret)
        implements Command {
    /** The {@link #content()} before there is a secret. */
    static byte[] content(UUID organisation, String clientId, int graceSeconds) {
        return write(organisation, clientId, graceSeconds).end();
    }

    private static CommandWriter write(UUID organisation, String clientId, int graceSeconds) {
        return CommandWriter.begin()
                .uuid("organisation_id", organisation)
                .text("client_id", clientId)
                .number("grace_seconds", graceSeconds);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, clientId, graceSeconds);
    }

    /** With what the first try has made, version 1. */
    @Override
    public byte[] encode() {
        return write(organisation, clientId, graceSeconds)
                .text("secret_hash", secretHash)
                .text("sealed_secret", sealedSecret)
                .end();
    }

    static RotateCredentialCommand read(CommandReader reader) {
        return new RotateCredentialCommand(
                reader.uuid("organisation_id"),
                reader.text("client_id"),
                reader.integer("grace_seconds"),
                reader.text("secret_hash"),
                reader.optionalText("sealed_secret"));
    }
}
