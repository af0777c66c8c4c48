package global.pryzma.ledger.program;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of {@code program}.
 *
 * @param currencies a JSON array of codes; null for any
 * @param metadata a JSON object of texts
 * @param content what was asked, in canonical form
 * @param createdAtNanos since the Unix epoch
 * @param sequence the order of lists; the database's to give
 */
@MappedEntity("program")
record ProgramRow(
        @Id UUID id,
        UUID organisationId,
        String name,
        @Nullable String currencies,
        @Nullable String metadata,
        String content,
        long createdAtNanos,
        long sequence) {}
