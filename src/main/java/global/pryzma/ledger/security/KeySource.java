package global.pryzma.ledger.security;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where the keys of the {@link ExternalIssuer} come from. */
interface KeySource {
    /** Asks for the keys, by their ids; it neither waits nor lasts for ever. */
    CompletableFuture<Map<String, VerifyingKey>> ask();
}
