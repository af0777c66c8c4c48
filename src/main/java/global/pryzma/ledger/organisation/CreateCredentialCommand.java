package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A credential to create. What was asked is the organisation and the terms; the rest the first try
 * has made.
 *
 * @param externalClient the client's id with the external issuer; null for one that we make, with a
 *     secret
 * @param secretHash SHA-256 of the secret, in hex digits; null where there is none
 * @param sealedSecret null when the credential was made before, and nothing knows its secret
 */
record CreateCredentialCommand(
        UUID organisation,
        CredentialTerms terms,
        @Nullable String externalClient,
        @Nullable String secretHash,
        @Nullable String sealedSecret,
        long createdAtMicros)
        implements Command {
    /** The {@link #content()} before there is a secret. */
    static byte[] content(
            UUID organisation, CredentialTerms terms, @Nullable String externalClient) {
        return write(organisation, terms, externalClient).end();
    }

    private static CommandWriter write(
            UUID organisation, CredentialTerms terms, @Nullable String externalClient) {
        return terms.write(CommandWriter.begin().uuid("organisation_id", organisation))
                .text("client_id", externalClient);
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, terms, externalClient);
    }

    /** With what the first try has made, version 1. */
    @Override
    public byte[] encode() {
        return write(organisation, terms, externalClient)
                .text("secret_hash", secretHash)
                .text("sealed_secret", sealedSecret)
                .number("created_at_micros", createdAtMicros)
                .end();
    }

    static CreateCredentialCommand read(CommandReader reader) {
        return new CreateCredentialCommand(
                reader.uuid("organisation_id"),
                CredentialTerms.read(reader),
                reader.optionalText("client_id"),
                reader.optionalText("secret_hash"),
                reader.optionalText("sealed_secret"),
                reader.number("created_at_micros"));
    }
}
