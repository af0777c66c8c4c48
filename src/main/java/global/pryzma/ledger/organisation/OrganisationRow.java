package global.pryzma.ledger.organisation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code organisation_now}: an organisation with all changes.
 *
 * @param sequence the order of lists; the database's to give
 */
@MappedEntity("organisation_now")
record OrganisationRow(
        @Id UUID id,
        String name,
        String status,
        Instant createdAt,
        long sequence,
        @Nullable Integer accountsLimit,
        @Nullable Integer programsLimit,
        @Nullable Integer requestsInFlightLimit) {
    Limits limits() {
        return new Limits(accountsLimit, programsLimit, requestsInFlightLimit);
    }
}
