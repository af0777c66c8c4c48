package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.idempotency.Keys;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.InDoubt;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.Set;

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
        return keys.find(
                        caller.organisation(), key, needed -> checkScopes(needed, caller), deadline)
                .map(state -> json.response(key, state))
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemCode.NOT_FOUND,
                                "nothing is known so far of a request with this key; only a DELETE"
                                        + " makes sure that there will be none"));
    }

    Page<InDoubtResponse> inDoubt(PageRequest request, LedgerCall call) {
        return listing.page(
                call.organisation(),
                LIST,
                request,
                (before, limit) -> keys.inDoubt(before, limit, call.deadline()),
                InDoubt::sequence,
                page -> page.stream().map(InDoubtResponse::of).toList());
    }

    /** The caller needs all of them. */
    static void checkScopes(Set<Scope> needed, Caller caller) {
        if (!caller.scopes().containsAll(needed)) {
            throw new ProblemException(Keys.insufficientScope(needed));
        }
    }
}
