package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports that open and close. */
class ListenersTest {
    private final AtomicInteger woken = new AtomicInteger();
    private final Runnable wake = woken::incrementAndGet;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private volatile String[] addresses = {};
    private final Listeners listeners = new Listeners(() -> addresses);
    private ServerSocket server;

    ListenersTest() throws IOException {
        server = listen(0, false);
        addresses = new String[] {"127.0.0.1:" + server.getLocalPort()};
    }

    @AfterEach
    void stop() throws IOException {
        listeners.leave(wake);
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    @Test
    void oneConnectionIsKeptAndItsEndIsNoticed() throws IOException {
        listeners.watch(wake);
        soon(listeners::anyoneListens);
        assertThat(listeners.beginnings()).as("it may have listened all the time").isZero();
        assertThat(woken).hasPositiveValue();
        await().during(Duration.ofMillis(500)).until(() -> accepted.size() == 1);

        int port = server.getLocalPort();
        server.close();
        accepted.getFirst().close();
        soon(() -> !listeners.anyoneListens());
        server = listen(port, false);
        soon(() -> listeners.beginnings() == 1);
        assertThat(listeners.anyoneListens()).isTrue();

        listeners.leave(wake);
        soon(() -> !listeners.anyoneListens());
        soon(() -> isEnded(accepted.getLast()));
    }

    /** As a proxy does that has no server behind it. */
    @Test
    void whoeverHangsUpAtOnceDoesNotListen() throws IOException {
        int port = server.getLocalPort();
        server.close();
        server = listen(port, true);
        listeners.watch(wake);
        soon(() -> accepted.size() >= 5);
        // Not each, at least: a busy machine may be slow to hang up.
        assertThat(listeners.beginnings()).isLessThan(5);
        server.close();
        soon(() -> !listeners.anyoneListens());
        long before = listeners.beginnings();
        server = listen(port, false);
        soon(() -> listeners.beginnings() > before && listeners.anyoneListens());
    }

    @Test
    void namesThatLeadElsewhereAreFollowed() throws IOException {
        listeners.watch(wake);
        soon(listeners::anyoneListens);
        try (ServerSocket other = listen(0, false)) {
            addresses = new String[] {"127.0.0.1:" + other.getLocalPort()};
            soon(() -> listeners.moves() == 1);
            soon(() -> accepted.size() == 2 && listeners.anyoneListens());
            soon(() -> isEnded(accepted.getFirst()));
        }
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(LedgerOnReplica.SOON).until(condition);
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (IOException stillOpen) {
            return false;
        }
    }

    private ServerSocket listen(int port, boolean hangsUp) throws IOException {
        ServerSocket opened = Relay.listener(port);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            Socket socket = opened.accept();
                            accepted.add(socket);
                            if (hangsUp) {
                                socket.close();
                            }
                        }
                    } catch (IOException closed) {
                        // The test goes on.
                    }
                });
        return opened;
    }
}
