package global.pryzma.ledger.organisation;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code organisation_change}.
 *
 * @param name null if it stays
 * @param status null if it stays
 */
record OrganisationChangeRow(
        UUID id, UUID organisationId, @Nullable String name, @Nullable String status) {}
