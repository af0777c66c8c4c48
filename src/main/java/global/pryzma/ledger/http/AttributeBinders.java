package global.pryzma.ledger.http;

import global.pryzma.ledger.api.ChosenForm;
import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.ClientAddress;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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

    /** On whose behalf the ledger is asked, and until when. */
    @Singleton
    static final class OfLedgerCall extends AttributeBinder<LedgerCall> {
        OfLedgerCall() {
            super(LedgerCall.class);
        }

        @Override
        Optional<LedgerCall> part(HttpRequest<?> request) {
            return call(request);
        }
    }

    /** Which page of a list is asked for. */
    @Singleton
    static final class OfPageRequest extends AttributeBinder<PageRequest> {
        OfPageRequest() {
            super(PageRequest.class);
        }

        @Override
        Optional<PageRequest> part(HttpRequest<?> request) {
            return Optional.of(PageRequest.of(request));
        }
    }

    /** The form of the answer. */
    @Singleton
    static final class OfChosenForm extends AttributeBinder<ChosenForm> {
        OfChosenForm() {
            super(ChosenForm.class);
        }

        @Override
        Optional<ChosenForm> part(HttpRequest<?> request) {
            return RequestAttributes.find(request, ChosenForm.class);
        }
    }

    /** What the engine has to know about the request. */
    @Singleton
    static final class OfMutationRequest extends AttributeBinder<MutationRequest> {
        OfMutationRequest() {
            super(MutationRequest.class);
        }

        @Override
        Optional<MutationRequest> part(HttpRequest<?> request) {
            Optional<IdempotencyKey> key = RequestAttributes.find(request, IdempotencyKey.class);
            Optional<Set<Scope>> scopes = Caller.of(request).map(Caller::scopes);
            return call(request)
                    .flatMap(call ->
                            key.flatMap(it ->
                                    scopes.map(allowed ->
                                            new MutationRequest(
                                                    call,
                                                    it,
                                                    allowed,
                                                    problem ->
                                                            ProblemResponses.render(
                                                                    request, problem),
                                                    () -> origin(request),
                                                    false))))
                    .map(it -> asksOnly(request) ? it.asDryRun() : it);
        }

        /** A route that does not know the parameter has refused it before. */
        private static boolean asksOnly(HttpRequest<?> request) {
            return request.getUri().getRawQuery() != null
                    && KnownQuery.truth(request, MutationRequest.DRY_RUN).orElse(false);
        }
    }

    /** Where it came from. */
    @Singleton
    static final class OfOrigin extends AttributeBinder<Origin> {
        OfOrigin() {
            super(Origin.class);
        }

        @Override
        Optional<Origin> part(HttpRequest<?> request) {
            return Optional.of(origin(request));
        }
    }

    private static Origin origin(HttpRequest<?> request) {
        return new Origin(
                Caller.of(request).map(Caller::clientId).orElse(null),
                ClientAddress.of(request).address().getHostAddress(),
                UUID.fromString(RequestId.of(request)));
    }

    private static Optional<LedgerCall> call(HttpRequest<?> request) {
        Optional<Deadline> deadline = RequestAttributes.find(request, Deadline.class);
        return Caller.of(request)
                .flatMap(caller ->
                        deadline.map(until -> new LedgerCall(caller.organisation(), until)));
    }
}
