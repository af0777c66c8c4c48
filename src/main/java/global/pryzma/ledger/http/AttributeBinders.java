package global.pryzma.ledger.http;

import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.security.Caller;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/** The arguments that a controller under {@code /v1} may ask for. */
final class AttributeBinders {
    private AttributeBinders() {}

    /** The caller. */
    @Singleton
    static final class OfCaller extends AttributeBinder<Caller> {
        OfCaller() {
            super(Caller.class);
        }

        @Override
        Optional<Caller> part(HttpRequest<?> request) {
            return Caller.of(request);
        }
    }

    /** The moment by which the request must be answered. */
    @Singleton
    static final class OfDeadline extends AttributeBinder<Deadline> {
        OfDeadline() {
            super(Deadline.class);
        }

        @Override
        Optional<Deadline> part(HttpRequest<?> request) {
            return RequestAttributes.find(request, Deadline.class);
        }
    }

    /** The facts about the request that the engine needs. */
    @Singleton
    static final class OfMutationRequest extends AttributeBinder<MutationRequest> {
        OfMutationRequest() {
            super(MutationRequest.class);
        }

        @Override
        Optional<MutationRequest> part(HttpRequest<?> request) {
            Optional<Caller> caller = Caller.of(request);
            Optional<IdempotencyKey> key = RequestAttributes.find(request, IdempotencyKey.class);
            Optional<Deadline> deadline = RequestAttributes.find(request, Deadline.class);
            if (caller.isEmpty() || key.isEmpty() || deadline.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new MutationRequest(
                            caller.get().organisation(),
                            key.get(),
                            deadline.get(),
                            problem -> ProblemResponses.render(request, problem)));
        }
    }
}
