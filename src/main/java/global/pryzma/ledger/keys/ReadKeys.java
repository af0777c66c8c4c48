package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.Keys;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.InDoubt;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;

import jakarta.inject.Singleton;

import java.time.Instant;

/** The reading of keys: what became of them. */
@Singleton
final class ReadKeys {
    private static final String LIST = "keys in doubt";

    private final Keys keys;
    private final KeyJson json;
    private final Listing listing;

    ReadKeys(Keys keys, KeyJson json, Listing listing) {
        this.keys = keys;
        this.json = json;
        this.listing = listing;
    }

    KeyResponse one(IdempotencyKey key, Caller caller, Deadline deadline) {
        KeyState state =
                keys.find(caller.organisation(), key, deadline).orElseThrow(ReadKeys::unknown);
        checkScope(state, caller);
        return json.response(
                key.value(),
                state.operation(),
                state.status(),
                state.claimedAt(),
                state.response());
    }

    Page<InDoubtResponse> inDoubt(PageRequest request, LedgerCall call) {
        Instant now = Instant.now();
        return listing.page(
                call.organisation(),
                LIST,
                request,
                (before, limit) -> keys.inDoubt(before, limit, call.deadline()),
                InDoubt::sequence,
                page -> page.stream().map(key -> InDoubtResponse.of(key, now)).toList());
    }

    static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.NOT_FOUND, "no request with this key is known, or not any more");
    }

    static void checkScope(KeyState state, Caller caller) {
        if (!caller.may(state.scope())) {
            throw ProblemException.of(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "The token needs the scope " + state.scope().value());
        }
    }
}
