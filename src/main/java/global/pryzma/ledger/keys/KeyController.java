package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;

/** {@code /v1/idempotency-keys}: an organisation's own keys. */
@Controller("/v1/idempotency-keys")
final class KeyController {
    private final ReadKeys readKeys;
    private final CancelKey cancelKey;

    KeyController(ReadKeys readKeys, CancelKey cancelKey) {
        this.readKeys = readKeys;
        this.cancelKey = cancelKey;
    }

    @Get("/{key}")
    @RequiresScope(ofAnyMutation = true)
    KeyResponse get(@PathVariable String key, Caller caller, Deadline deadline) {
        return readKeys.one(key(key), caller, deadline);
    }

    @Delete("/{key}")
    @RequiresScope(ofAnyMutation = true)
    Answer cancel(@PathVariable String key, Caller caller, MutationRequest request) {
        return cancelKey.own(key(key), caller, request);
    }

    private static IdempotencyKey key(String text) {
        return new IdempotencyKey(PathIds.uuid(text));
    }
}
