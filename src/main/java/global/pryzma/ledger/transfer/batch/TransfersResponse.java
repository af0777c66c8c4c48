package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.transfer.TransferResponse;

import io.micronaut.serde.annotation.Serdeable;

import java.util.List;

/**
 * The answer to an atomic batch.
 *
 * @param transfers in the order of the request
 */
@Serdeable.Serializable
record TransfersResponse(List<TransferResponse> transfers) {}
