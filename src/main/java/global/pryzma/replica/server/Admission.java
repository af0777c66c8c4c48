package global.pryzma.replica.server;

import global.pryzma.replica.machine.Session;
import global.pryzma.replica.machine.Sessions;
import global.pryzma.replica.protocol.Eviction.Reason;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Request;

import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a request, in the order of the real primary's checks ({@code
 * src/vsr/replica.zig}, ignore_request_message and ignore_request_message_duplicate).
 */
final class Admission {
    /**
     * The oldest client release that is served. The real server also takes 0.15.3 to 0.16.3, whose
     * rules for amounts and retries were other ones.
     */
    static final int RELEASE_MIN = 16 << 8 | 4;

    private final Sessions sessions;
    private final MessageLimit limit;

    Admission(Sessions sessions, MessageLimit limit) {
        this.sessions = sessions;
        this.limit = limit;
    }

    /** What to do with a request. */
    sealed interface Verdict {
        record Execute(Operation operation) implements Verdict {}

        /** It was committed before; this was the reply. */
        record Resend(byte[] reply) implements Verdict {}

        record Evict(Reason reason) implements Verdict {}

        /** No answer at all: the client asks again, or never should have asked. */
        record Drop(String reason) implements Verdict {}
    }

    Verdict judge(Request request) {
        if (Integer.compareUnsigned(request.view(), Header.VIEW_ONLY) > 0) {
            return new Verdict.Drop("newer view");
        }
        if (Integer.compareUnsigned(request.release(), RELEASE_MIN) < 0) {
            return new Verdict.Evict(Reason.CLIENT_RELEASE_TOO_LOW);
        }
        if (Integer.compareUnsigned(request.release(), Header.RELEASE) > 0) {
            return new Verdict.Evict(Reason.CLIENT_RELEASE_TOO_HIGH);
        }
        if (request.body().length > limit.batchBytes()) {
            return new Verdict.Evict(Reason.INVALID_REQUEST_BODY_SIZE);
        }
        Operation operation = Operation.of(request.operation());
        if (operation == null || !operation.isForClients()) {
            return new Verdict.Evict(Reason.INVALID_REQUEST_OPERATION);
        }
        if (!operation.accepts(request.body().length, limit)) {
            return new Verdict.Evict(Reason.INVALID_REQUEST_BODY);
        }
        Session session = sessions.find(request.client());
        return session == null ? judgeStranger(operation) : judgeKnown(request, operation, session);
    }

    private static Verdict judgeStranger(Operation operation) {
        return operation == Operation.REGISTER
                ? new Verdict.Execute(operation)
                : new Verdict.Evict(Reason.NO_SESSION);
    }

    private static Verdict judgeKnown(Request request, Operation operation, Session session) {
        Verdict bySession = checkSession(request, operation, session);
        if (bySession != null) {
            return bySession;
        }
        int order = Integer.compareUnsigned(request.number(), session.request());
        if (order < 0) {
            return new Verdict.Drop("older request");
        }
        if (order == 0) {
            return request.checksum().equals(session.requestChecksum())
                    ? new Verdict.Resend(session.reply())
                    : new Verdict.Drop("another request with the number of the last");
        }
        if (request.number() != session.request() + 1) {
            return new Verdict.Drop("a request is missing before it");
        }
        return request.parent().equals(session.context())
                ? new Verdict.Execute(operation)
                : new Verdict.Drop("its parent is not the last reply");
    }

    private static @Nullable Verdict checkSession(
            Request request, Operation operation, Session session) {
        if (operation != Operation.REGISTER) {
            int age = Long.compareUnsigned(request.session(), session.number());
            if (age < 0) {
                return new Verdict.Evict(Reason.SESSION_TOO_LOW);
            }
            if (age > 0) {
                return new Verdict.Drop("newer session");
            }
        }
        return request.release() == session.release()
                ? null
                : new Verdict.Evict(Reason.SESSION_RELEASE_MISMATCH);
    }
}
