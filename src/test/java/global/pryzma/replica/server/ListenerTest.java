package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever happens to one connection, the next one is accepted. */
class ListenerTest {
    @Test
    void anErrorCostsOneConnectionAlone() throws Exception {
        var connections = new AtomicInteger();
        Listener.Accepted accepted =
                socket -> {
                    switch (connections.getAndIncrement()) {
                        case 0 -> throw new OutOfMemoryError("for this test");
                        case 1 -> throw new IllegalStateException("for this test");
                        case 2 -> throw new Unsayable();
                        default -> greet(socket);
                    }
                };
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener listener = Listener.start(address, accepted)) {
            for (int expected : new int[] {-1, -1, -1, 42}) {
                try (var socket = new Socket()) {
                    socket.connect(listener.address());
                    assertThat(socket.getInputStream().read()).isEqualTo(expected);
                }
            }
        }
    }

    /** An error that the log fails of as well, as it does for want of memory. */
    private static final class Unsayable extends Error {
        @Override
        public String getMessage() {
            throw new OutOfMemoryError("for this test");
        }
    }

    private static void greet(Socket socket) {
        try (socket) {
            socket.getOutputStream().write(42);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
