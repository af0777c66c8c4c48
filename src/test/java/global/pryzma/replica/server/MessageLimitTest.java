package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.RequestException;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.testing.Native;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** The largest messages of both kinds, through the native client. */
class MessageLimitTest {
    @ParameterizedTest
    @CsvSource({"FULL, 8190, 8190", "DEVELOPMENT, 254, 2032"})
    void theClientIsToldTheLimit(MessageLimit limit, int events, int ids, @TempDir Path folder)
            throws Exception {
        var settings = ReplicaSettings.in(folder).withLimit(limit);
        try (var replica = EmbeddedReplica.start(settings);
                var client = Native.connect(replica.address())) {
            assertThat(Native.createAccounts(client, events)).isZero();
            assertTooMuch(() -> Native.createAccounts(client, events + 1));
            assertThat(create(client, events)).isZero();
            assertTooMuch(() -> create(client, events + 1));
            assertThat(lookUp(client, ids)).isEqualTo(ids);
            assertTooMuch(() -> lookUp(client, ids + 1));
            assertThat(Native.debitsPosted(client, 1)).isEqualTo(events);
        }
    }

    private static int create(Client client, int events) throws Exception {
        var batch = Native.transfers(1, events);
        return Native.await(client.createTransfersAsync(batch)).getLength();
    }

    private static int lookUp(Client client, int count) throws Exception {
        var ids = new IdBatch(count);
        for (int i = 0; i < count; i++) {
            ids.add(UInt128.asBytes(1));
        }
        return Native.await(client.lookupAccountsAsync(ids)).getLength();
    }

    private static void assertTooMuch(Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo((byte) 1));
    }
}
