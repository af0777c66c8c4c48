package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.net.ExtendedSocketOptions;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;

class KeepAliveTest {
    @Test
    void theRealServersTimesAreSetWhereTheSystemHasThem() throws Exception {
        Map<SocketOption<Integer>, Integer> times =
                Map.of(
                        ExtendedSocketOptions.TCP_KEEPIDLE, 5,
                        ExtendedSocketOptions.TCP_KEEPINTERVAL, 4,
                        ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            KeepAlive.on(accepted);
            assertThat(accepted.getKeepAlive()).isTrue();
            for (Map.Entry<SocketOption<Integer>, Integer> time : times.entrySet()) {
                if (accepted.supportedOptions().contains(time.getKey())) {
                    assertThat(accepted.getOption(time.getKey())).isEqualTo(time.getValue());
                }
            }
        }
    }
}
