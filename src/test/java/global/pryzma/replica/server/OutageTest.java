package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.testing.Native;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The switch, and restarts, as native clients see them. One that has been cut off hears nothing
 * before its next ping, up to 30 s later, so that others look what became of its request.
 */
class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void aClientsRequestIsExecutedOnceAfterAnOutage(@TempDir Path folder) throws Exception {
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
                awaitDebits(replica, outage + 1);
                assertThat(pending).isNotCompleted();
                if (outage == 0) {
                    // The ping, and after it the stored reply to the request, asked for again.
                    assertThat(Native.await(pending).getLength()).isZero();
                }
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
            awaitDebits(replica, 5);
            var pending = client.createTransfersAsync(Native.transfers(20, 5));
            awaitDebits(replica, 10);
            assertThat(pending).isNotCompleted();
        } finally {
            replica.close();
        }
    }

    private static void awaitDebits(EmbeddedReplica replica, long expected) throws Exception {
        try (var fresh = Native.connect(replica.address())) {
            await().atMost(PATIENCE).until(() -> Native.debitsPosted(fresh, 1) == expected);
        }
    }
}
