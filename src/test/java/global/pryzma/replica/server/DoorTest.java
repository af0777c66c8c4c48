package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class DoorTest {
    private static final int SHUTS = 500;
    private static final long THEFT_NANOS = 50_000_000;

    /** As an outgoing connection is given the port in the moment in which nobody has it. */
    @Test
    void aPortThatIsTakenForAMomentIsKeptAllTheSame() throws Exception {
        try (Door door = Door.open("127.0.0.1", 0, _ -> {})) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
            AtomicInteger thefts = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            Thread thief = Thread.ofPlatform().start(() -> steal(address, thefts, over));
            for (int i = 0; i < SHUTS && thefts.get() == 0; i++) {
                door.shut();
                if (thefts.get() == 0) {
                    door.open();
                }
            }
            over.set(true);
            thief.join();
            if (door.isOpen()) {
                door.shut();
            }
            assertThatThrownBy(() -> bind(address)).isInstanceOf(BindException.class);
            assertThat(thefts).as("of the port").hasPositiveValue();
        }
    }

    private static void steal(InetSocketAddress address, AtomicInteger thefts, AtomicBoolean over) {
        while (!over.get()) {
            try (Socket stolen = bind(address)) {
                assertThat(stolen.isBound()).isTrue();
                thefts.incrementAndGet();
                LockSupport.parkNanos(THEFT_NANOS);
                return;
            } catch (IOException notNow) {
                Thread.onSpinWait();
            }
        }
    }

    private static Socket bind(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(false);
        socket.bind(address);
        return socket;
    }
}
