package global.pryzma.ledger.transfer.batch;

import io.micronaut.serde.annotation.Serdeable;

import java.util.List;

/**
 * The answer to a batch that is not atomic.
 *
 * @param results in the order of the request
 */
@Serdeable.Serializable
record ResultsResponse(List<ItemResponse> results) {}
