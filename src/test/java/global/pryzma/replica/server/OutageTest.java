package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.replica.testing.Native;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;

/** The switch, and restarts, as a client sees them that stays connected all the time. */
class OutageTest {
    @Test
    void aClientGoesOnWhereItWasAfterAnOutage(@TempDir Path folder) throws Exception {
        try (var replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
                var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            for (int outage = 0; outage < 2; outage++) {
                int port = replica.port();
                replica.stopAnswering();
                assertThat(replica.isAnswering()).isFalse();
                assertThatThrownBy(() -> new Socket("127.0.0.1", port))
                        .isInstanceOf(ConnectException.class);
                var pending = client.createTransfersAsync(Native.transfers(10 + outage, 1));
                replica.startAnswering();
                assertThat(replica.port()).isEqualTo(port);
                assertThat(Native.await(pending).getLength()).isZero();
                assertThat(Native.debitsPosted(client, 1)).isEqualTo(outage + 1);
            }
        }
    }

    @Test
    void aSessionSurvivesARestart(@TempDir Path folder) throws Exception {
        var replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
        try (var client = Native.connect(replica.address())) {
            Native.createAccounts(client, 2);
            Native.await(client.createTransfersAsync(Native.transfers(10, 5)));
            int port = replica.port();
            replica.close();
            replica = EmbeddedReplica.start(ReplicaSettings.in(folder).withPort(port));
            assertThat(Native.debitsPosted(client, 1)).isEqualTo(5);
            Native.await(client.createTransfersAsync(Native.transfers(20, 5)));
            assertThat(Native.debitsPosted(client, 1)).isEqualTo(10);
        } finally {
            replica.close();
        }
    }
}
