package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A change of an organisation, and what it was before.
 *
 * @param name null if it stays
 * @param status null if it stays
 */
record UpdateOrganisationCommand(
        UUID organisation,
        @Nullable String name,
        @Nullable OrganisationStatus status,
        String nameBefore,
        OrganisationStatus statusBefore,
        long createdAtMicros)
        implements Command {
    static UpdateOrganisationCommand of(
            OrganisationRow before, @Nullable String name, @Nullable OrganisationStatus status) {
        return new UpdateOrganisationCommand(
                before.id(),
                name,
                status,
                before.name(),
                OrganisationStatus.of(before.status()),
                Micros.of(before.createdAt()));
    }

    OrganisationRow after() {
        Instant createdAt = Micros.instant(createdAtMicros);
        return new OrganisationRow(
                organisation,
                name == null ? nameBefore : name,
                (status == null ? statusBefore : status).text(),
                createdAt,
                0);
    }

    /** The {@link #content()} before anything is known of the organisation. */
    static byte[] content(
            UUID organisation, @Nullable String name, @Nullable OrganisationStatus status) {
        return write(organisation, name, status).end();
    }

    private static CommandWriter write(
            UUID organisation, @Nullable String name, @Nullable OrganisationStatus status) {
        return CommandWriter.begin()
                .uuid("organisation_id", organisation)
                .text("name", name)
                .text("status", status == null ? null : status.text());
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, name, status);
    }

    /** With what there was before, version 1. */
    @Override
    public byte[] encode() {
        return write(organisation, name, status)
                .text("name_before", nameBefore)
                .text("status_before", statusBefore.text())
                .number("created_at_micros", createdAtMicros)
                .end();
    }

    static UpdateOrganisationCommand read(CommandReader reader) {
        String status = reader.optionalText("status");
        return new UpdateOrganisationCommand(
                reader.uuid("organisation_id"),
                reader.optionalText("name"),
                status == null ? null : OrganisationStatus.of(status),
                reader.text("name_before"),
                OrganisationStatus.of(reader.text("status_before")),
                reader.number("created_at_micros"));
    }
}
