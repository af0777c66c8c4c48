package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** What is known of a key that has left anything. */
public sealed interface KeyState {
    /**
     * A request has claimed it, and its row is still there.
     *
     * @param operation of that request
     * @param response the definite response; null while there is none
     * @param shortForm of the response, if it is recorded in one
     */
    record Claimed(
            String operation,
            Status status,
            Instant claimedAt,
            @Nullable RecordedResponse response,
            @Nullable ShortForm shortForm)
            implements KeyState {
        /** The same with a response that was told of its short form. */
        public Claimed with(RecordedResponse told) {
            return new Claimed(operation, status, claimedAt, told, shortForm);
        }
    }

    /**
     * Nothing was executed with it, and nothing ever will be, whatever is asked.
     *
     * @param response what every request with it gets
     */
    record Cancelled(RecordedResponse response) implements KeyState {}

    /**
     * Something was executed with it, once; the record of it is gone.
     *
     * @param made null if nothing tells what it was
     */
    record Executed(@Nullable Made made) implements KeyState {}

    /** How far the request has come. */
    enum Status {
        /** A request works on it. */
        IN_PROGRESS,
        /** Nobody works on it; it may have been, or may still be, executed. */
        IN_DOUBT,
        /** It has its definite response. */
        RECORDED
    }

    /** A resource that a key has made. */
    record Made(Kind kind, UUID id) {}

    /** The kind of a resource. */
    enum Kind {
        TRANSFER(Scope.TRANSFERS_WRITE),
        JOURNAL_ENTRY(Scope.TRANSFERS_WRITE),
        ACCOUNT(Scope.ACCOUNTS_WRITE);

        private final Scope scope;

        Kind(Scope scope) {
            this.scope = scope;
        }

        /** What a caller needs to make one, and to be told of it. */
        public Scope scope() {
            return scope;
        }
    }
}
