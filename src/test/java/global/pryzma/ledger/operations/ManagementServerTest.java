package global.pryzma.ledger.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;

/** The management port of the service that all tests share. */
@Execution(ExecutionMode.SAME_THREAD)
class ManagementServerTest {
    private final ManagementServer server = ServiceUnderTest.shared().bean(ManagementServer.class);
    private final ServiceClient client = new ServiceClient(server.uri().orElseThrow());

    @Test
    void itTellsOfHealthAsTheServiceDoes() {
        for (String path : List.of("/health/liveness", "/health/readiness")) {
            assertThat(client.get(path).body()).isEqualTo("{\"status\":\"up\"}");
        }
        assertThat(client.get("/health").body()).contains("\"ledger\":{\"status\":\"available\"");
    }

    @Test
    void thereIsNothingElse() {
        for (String path : List.of("/", "/metricsx", "/metrics/x", "/health/", "/v1/accounts")) {
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(client.send(client.request("/metrics").DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void nobodyElsewhereReachesItUnlessConfigured() throws SocketException {
        int port = server.uri().orElseThrow().getPort();
        List<InetAddress> others =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address ->
                                !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                        .toList();
        for (InetAddress other : others) {
            assertThatThrownBy(() -> connect(other, port))
                    .as("%s", other)
                    .isInstanceOf(IOException.class);
        }
        assertThat(new ManagementSettings("127.0.0.1", -1).isOff()).isTrue();
        assertThatThrownBy(() -> new ManagementSettings("127.0.0.1", 65_536))
                .hasMessageContaining("pryzma.management.port");
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
        }
    }
}
