package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.machine.Bodies;
import global.pryzma.replica.machine.Sessions;
import global.pryzma.replica.protocol.Eviction.Reason;
import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.RawClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the server makes of every kind of request, byte by byte. */
class SessionsTest {
    private static final byte[] NOTHING = new byte[0];

    @TempDir private Path folder;
    private EmbeddedReplica replica;

    @BeforeEach
    void start() throws IOException {
        replica = EmbeddedReplica.start(settings());
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void aDuplicateGetsTheStoredReplyAndIsNotExecutedAgain() throws IOException {
        try (var client = new RawClient(replica.port())) {
            byte[] registration = client.registration().frame();
            byte[] registered = frame(client, registration);
            assertThat(frame(client, registration)).isEqualTo(registered);
            client.register();
            byte[] create = client.next(Operation.CREATE_ACCOUNTS, Bodies.account(1)).frame();
            byte[] created = frame(client, create);
            assertThat(Reply.of(decoded(created)).body()).isEmpty();
            // Executed again it would answer "exists".
            assertThat(frame(client, create)).isEqualTo(created);
            try (var elsewhere = client.elsewhere(replica.port())) {
                assertThat(frame(elsewhere, create)).isEqualTo(created);
            }
            restart();
            try (var later = client.elsewhere(replica.port())) {
                assertThat(frame(later, create)).isEqualTo(created);
            }
        }
    }

    @Test
    void aRegistrationWithoutABodyIsToldNoLimit() throws IOException {
        try (var client = new RawClient(replica.port());
                var bare = new RawClient(replica.port())) {
            assertThat(limit(client.exchange(client.registration().frame())))
                    .isEqualTo(MessageLimit.DEVELOPMENT.batchBytes());
            byte[] registration = bare.registration(NOTHING).frame();
            Reply registered = bare.exchange(registration);
            assertThat(limit(registered)).isZero();
            restart();
            bare.reconnect(replica.port());
            assertThat(bare.exchange(registration))
                    .usingRecursiveComparison()
                    .isEqualTo(registered);
        }
    }

    private static int limit(Reply registered) {
        assertThat(registered.body()).hasSize(Reply.REGISTER_BODY_BYTES);
        return Header.littleEndian(registered.body()).getInt(0);
    }

    @Test
    void aQueryReplyIsStoredToo() throws IOException {
        try (var client = new RawClient(replica.port())) {
            client.register();
            client.exchange(client.next(Operation.CREATE_ACCOUNTS, Bodies.account(1)).frame());
            byte[] lookup = client.next(Operation.LOOKUP_ACCOUNTS, Bodies.id(1)).frame();
            byte[] found = frame(client, lookup);
            assertThat(Reply.of(decoded(found)).body()).hasSize(128);
            restart();
            try (var later = client.elsewhere(replica.port())) {
                assertThat(frame(later, lookup)).isEqualTo(found);
            }
        }
    }

    @Test
    void requestsOutOfOrderAreDropped() throws IOException {
        try (var client = new RawClient(replica.port())) {
            client.register();
            Request first = client.next(Operation.LOOKUP_ACCOUNTS, NOTHING);
            Request rival = client.request(1, Operation.LOOKUP_ACCOUNTS.code(), Bodies.id(9));
            Request wrongParent = client.request(2, Operation.LOOKUP_ACCOUNTS.code(), NOTHING);
            client.exchange(first.frame());
            Request gap = client.request(3, Operation.LOOKUP_ACCOUNTS.code(), NOTHING);
            byte[] registration = client.registration().frame();
            for (byte[] request :
                    List.of(rival.frame(), wrongParent.frame(), gap.frame(), registration)) {
                client.send(request);
                assertThat(client.silent()).isTrue();
            }
            client.exchange(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
            client.send(first.frame());
            assertThat(client.silent()).isTrue();
        }
    }

    @Test
    void everyReasonForAnEviction() throws IOException {
        try (var client = new RawClient(replica.port())) {
            Request stranger = changed(client.request(1, 131, NOTHING), 0, 0, 5);
            assertThat(client.evictedBy(stranger.frame())).isEqualTo(Reason.NO_SESSION.code());
            client.register();
            Request next = client.next(Operation.LOOKUP_ACCOUNTS, NOTHING);
            int older = 15 << 8 | 2;
            assertThat(client.evictedBy(changed(next, older, 0, 0).frame()))
                    .isEqualTo(Reason.CLIENT_RELEASE_TOO_LOW.code());
            assertThat(client.evictedBy(changed(next, Header.RELEASE + 1, 0, 0).frame()))
                    .isEqualTo(Reason.CLIENT_RELEASE_TOO_HIGH.code());
            assertThat(client.evictedBy(client.request(1, 200, NOTHING).frame()))
                    .isEqualTo(Reason.INVALID_REQUEST_OPERATION.code());
            assertThat(client.evictedBy(client.request(1, 131, new byte[15]).frame()))
                    .isEqualTo(Reason.INVALID_REQUEST_BODY.code());
            assertThat(client.evictedBy(client.request(1, 135, new byte[128]).frame()))
                    .isEqualTo(Reason.INVALID_REQUEST_BODY.code());
            byte[] tooLarge = new byte[MessageLimit.DEVELOPMENT.requestBytes()];
            assertThat(client.evictedBy(client.request(1, 131, tooLarge).frame()))
                    .isEqualTo(Reason.INVALID_REQUEST_BODY_SIZE.code());
            assertThat(client.evictedBy(changed(next, 0, 0, 1).frame()))
                    .isEqualTo(Reason.SESSION_TOO_LOW.code());
            assertThat(client.evictedBy(changed(next, Header.RELEASE - 1, 0, 0).frame()))
                    .isEqualTo(Reason.SESSION_RELEASE_MISMATCH.code());
            // None of this touched the session.
            client.exchange(next.frame());
            client.send(changed(client.request(2, 131, NOTHING), 0, 0, 1L << 40).frame());
            assertThat(client.silent()).isTrue();
            client.send(changed(client.request(2, 131, NOTHING), 0, 2, 0).frame());
            assertThat(client.silent()).isTrue();
        }
    }

    @Test
    void the65thClientTakesTheSessionOfTheOneThatCommittedLongestAgo() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Sessions.MAX; i++) {
                clients.add(new RawClient(replica.port()));
                clients.getLast().register();
            }
            lookUp(clients.get(0));
            var newcomer = new RawClient(replica.port());
            clients.add(newcomer);
            newcomer.register();
            lookUp(clients.get(0));
            byte[] request = clients.get(1).next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame();
            assertThat(clients.get(1).evictedBy(request)).isEqualTo(Reason.NO_SESSION.code());
            lookUp(clients.get(2));
            restart();
            try (var afterwards = clients.get(1).elsewhere(replica.port())) {
                assertThat(afterwards.evictedBy(request)).isEqualTo(Reason.NO_SESSION.code());
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void lookUp(RawClient client) throws IOException {
        client.exchange(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
    }

    /** Zero leaves a field as it is. */
    private static Request changed(Request request, int release, int view, long session) {
        return new Request(
                U128.ZERO,
                U128.ZERO,
                request.cluster(),
                view == 0 ? request.view() : view,
                release == 0 ? request.release() : release,
                request.parent(),
                request.client(),
                session == 0 ? request.session() : session,
                request.number(),
                request.operation(),
                request.body());
    }

    private void restart() throws IOException {
        replica.close();
        replica = EmbeddedReplica.start(settings());
    }

    private ReplicaSettings settings() {
        return ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT);
    }

    /** The answer's bytes, whole. */
    private static byte[] frame(RawClient client, byte[] request) throws IOException {
        client.send(request);
        Frame frame = client.receive();
        byte[] whole = new byte[Header.BYTES + frame.body().length];
        System.arraycopy(frame.header().array(), 0, whole, 0, Header.BYTES);
        System.arraycopy(frame.body(), 0, whole, Header.BYTES, frame.body().length);
        return whole;
    }

    private static Frame decoded(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, Header.BYTES);
        byte[] body = Arrays.copyOfRange(bytes, Header.BYTES, bytes.length);
        return new Frame(Header.littleEndian(header), body);
    }
}
