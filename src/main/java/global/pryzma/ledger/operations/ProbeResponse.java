package global.pryzma.ledger.operations;

import io.micronaut.serde.annotation.Serdeable;

/** The answer to a probe; a failed one is a problem with its own body. */
@Serdeable
record ProbeResponse(String status) {
    static final ProbeResponse UP = new ProbeResponse("up");
}
