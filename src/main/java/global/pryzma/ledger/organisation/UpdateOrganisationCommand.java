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
        LimitChanges limits,
        String nameBefore,
        OrganisationStatus statusBefore,
        Limits limitsBefore,
        long createdAtMicros)
        implements Command {
    static UpdateOrganisationCommand of(
            OrganisationRow before,
            @Nullable String name,
            @Nullable OrganisationStatus status,
            LimitChanges limits) {
        return new UpdateOrganisationCommand(
                before.id(),
                name,
                status,
                limits,
                before.name(),
                OrganisationStatus.of(before.status()),
                before.limits(),
                Micros.of(before.createdAt()));
    }

    OrganisationRow after() {
        Instant createdAt = Micros.instant(createdAtMicros);
        Limits after = limits.appliedTo(limitsBefore);
        return new OrganisationRow(
                organisation,
                name == null ? nameBefore : name,
                (status == null ? statusBefore : status).text(),
                createdAt,
                0,
                after.accounts(),
                after.programs(),
                after.requestsInFlight());
    }

    /** The {@link #content()} before anything is known of the organisation. */
    static byte[] content(
            UUID organisation,
            @Nullable String name,
            @Nullable OrganisationStatus status,
            LimitChanges limits) {
        return write(organisation, name, status, limits).end();
    }

    private static CommandWriter write(
            UUID organisation,
            @Nullable String name,
            @Nullable OrganisationStatus status,
            LimitChanges limits) {
        return limits.write(
                CommandWriter.begin()
                        .uuid("organisation_id", organisation)
                        .text("name", name)
                        .text("status", status == null ? null : status.text()));
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, name, status, limits);
    }

    /** With what there was before, version 1. */
    @Override
    public byte[] encode() {
        return limitsBefore
                .write(
                        write(organisation, name, status, limits)
                                .text("name_before", nameBefore)
                                .text("status_before", statusBefore.text()))
                .number("created_at_micros", createdAtMicros)
                .end();
    }

    static UpdateOrganisationCommand read(CommandReader reader) {
        String status = reader.optionalText("status");
        return new UpdateOrganisationCommand(
                reader.uuid("organisation_id"),
                reader.optionalText("name"),
                status == null ? null : OrganisationStatus.of(status),
                LimitChanges.read(reader),
                reader.text("name_before"),
                OrganisationStatus.of(reader.text("status_before")),
                Limits.read(reader),
                reader.number("created_at_micros"));
    }
}
