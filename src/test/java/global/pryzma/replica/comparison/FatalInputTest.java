package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.Ok;
import static com.tigerbeetle.CreateTransferResult.PendingTransferExpired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tigerbeetle.RequestException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;

/**
 * What ends a real server by an assertion is refused before it is committed: its client is evicted,
 * and everybody else goes on.
 */
class FatalInputTest extends TransferTables {
    private static final long FIRST = Long.MIN_VALUE;
    private static final long LAST = -2;

    @ParameterizedTest
    @ValueSource(longs = {FIRST, FIRST + 1, LAST})
    void aFilterBeyondTheLastTimestampWithoutAnEnd(long min) throws Exception {
        for (int operation = ReferenceModel.GET_ACCOUNT_TRANSFERS;
                operation <= ReferenceModel.QUERY_TRANSFERS;
                operation++) {
            refused(operation, filter(operation, min, 0));
            // With an end it is a range like any other, and an invalid one finds nothing.
            assertThat(client.ask(operation, filter(operation, min, min)).body()).isEmpty();
            byte[] invalid = filter(operation, min, 0);
            ByteBuffer fields = ModelBytes.of(invalid);
            fields.putInt(invalid.length - 8, 0);
            assertThat(client.ask(operation, invalid).body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {POST, VOID})
    void anImportedResolutionThatIsNotLaterThanItsHold(int flags) throws Exception {
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING;
        assertThat(submit(hold)).containsOnly(Ok);
        long held = stored(hold).timestamp;
        for (long early : new long[] {1, held - 1, held}) {
            refused(ReferenceModel.CREATE_TRANSFERS, bytes(resolution(hold, flags, early)));
        }
        server.putForward(1_000_000);
        assertThat(submit(resolution(hold, flags, held + 1))).containsOnly(Ok);
    }

    @Test
    void norMayItsHoldComeLaterInTheSameMessage() throws Exception {
        server.putForward(1_000_000);
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING | IMPORTED;
        hold.timestamp = storedAccount(credit).timestamp + 100;
        ModelTransfer post = resolution(hold, POST, hold.timestamp);
        refused(ReferenceModel.CREATE_TRANSFERS, bytes(hold, post));
        post.timestamp++;
        assertThat(submit(hold, post)).containsOnly(Ok);
    }

    @Test
    void anImportedPostOfAnExpiredHoldFromBeforeItsEnd() throws Exception {
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING;
        hold.timeout = 5;
        assertThat(submit(hold)).containsOnly(Ok);
        long over = stored(hold).timestamp + 5 * SECOND;
        server.putForward(6 * SECOND);
        // Whose sweep comes before it.
        assertThat(submit(between(debit, credit, BigInteger.ONE))).containsOnly(Ok);
        refused(ReferenceModel.CREATE_TRANSFERS, bytes(resolution(hold, POST, over - 1)));
        assertThat(submit(resolution(hold, POST, over))).containsOnly(PendingTransferExpired);
    }

    private static ModelTransfer resolution(ModelTransfer hold, int flags, long timestamp) {
        ModelTransfer resolution = resolving(hold, flags | IMPORTED);
        resolution.timestamp = timestamp;
        return resolution;
    }

    private static byte[] bytes(ModelTransfer... transfers) {
        ByteBuffer bytes = ModelBytes.of(new byte[128 * transfers.length]);
        for (int i = 0; i < transfers.length; i++) {
            transfers[i].write(bytes, 128 * i);
        }
        return bytes.array();
    }

    private void refused(int operation, byte[] body) {
        try (BodyClient other = new BodyClient(server.address())) {
            assertThatThrownBy(() -> other.ask(operation, body))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RequestException.class);
        }
    }

    private byte[] filter(int operation, long min, long max) {
        boolean ofAccount = operation <= ReferenceModel.GET_ACCOUNT_BALANCES;
        ByteBuffer filter = ModelBytes.of(new byte[ofAccount ? 128 : 64]);
        int range = filter.capacity() - 24;
        if (ofAccount) {
            ModelBytes.u128(filter, 0, debit);
            filter.putInt(filter.capacity() - 4, 3);
        }
        filter.putLong(range, min).putLong(range + 8, max).putInt(range + 16, 10);
        return filter.array();
    }
}
