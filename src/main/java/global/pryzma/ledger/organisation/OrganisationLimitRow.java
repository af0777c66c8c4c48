package global.pryzma.ledger.organisation;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code organisation_limit}.
 *
 * @param id of the organisation that was made with it, or of its change
 * @param kind of {@link Limit}
 * @param most null for the deployment's default
 */
record OrganisationLimitRow(UUID id, String kind, UUID organisationId, @Nullable Integer most) {}
