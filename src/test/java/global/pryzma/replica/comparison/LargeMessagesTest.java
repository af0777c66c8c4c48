package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.protocol.MessageLimit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Messages as large as they may be, more rows than a reply holds, and more holds than one sweep
 * expires, all as the reference model has them.
 */
class LargeMessagesTest {
    private static final long NOW = 1_741_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int TRANSFERS = 17_000;
    private static final int ROWS_MAX = 8190;

    private final ReferenceModel model = new ReferenceModel();

    @ParameterizedTest
    @EnumSource(MessageLimit.class)
    void everythingAtItsLimit(MessageLimit limit, @TempDir Path folder) throws Exception {
        int perMessage = limit == MessageLimit.FULL ? 8190 : 254;
        try (var server = ComparedServer.frozen(folder, limit, NOW);
                var client = new BodyClient(server.address())) {
            compare(client, ReferenceModel.CREATE_ACCOUNTS, accounts());
            for (int first = 1; first <= TRANSFERS; first += perMessage) {
                byte[] body = holds(first, Math.min(perMessage, TRANSFERS - first + 1));
                assertThat(compare(client, ReferenceModel.CREATE_TRANSFERS, body)).isEmpty();
            }
            lookUp(client, limit == MessageLimit.FULL ? 8190 : 2032);
            for (int rows : new int[] {ROWS_MAX - 1, ROWS_MAX, ROWS_MAX + 1, -1}) {
                for (int reversed = 0; reversed <= 1; reversed++) {
                    read(client, rows, reversed);
                }
            }
            server.putForward(10 * SECOND);
            model.expire(server.clockNanos());
            byte[] ids = ids(1, 2);
            byte[] expected = model.answer(ReferenceModel.LOOKUP_ACCOUNTS, ids, 0);
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() ->
                            assertThat(client.ask(ReferenceModel.LOOKUP_ACCOUNTS, ids).body())
                                    .isEqualTo(expected));
            server.restart();
            // The other one would be heard at its next ping only.
            try (var next = new BodyClient(server.address())) {
                compare(next, ReferenceModel.LOOKUP_ACCOUNTS, ids);
            }
        }
    }

    private void lookUp(BodyClient client, int count) throws Exception {
        byte[] found = compare(client, ReferenceModel.LOOKUP_TRANSFERS, ids(1, count));
        assertThat(found).hasSize(count * 128);
    }

    private void read(BodyClient client, int rows, int reversed) throws Exception {
        ByteBuffer query = ModelBytes.of(new byte[64]).putInt(56, rows).putInt(60, reversed);
        int expected = (rows == ROWS_MAX - 1 ? rows : ROWS_MAX) * 128;
        assertThat(compare(client, ReferenceModel.QUERY_TRANSFERS, query.array()))
                .hasSize(expected);
        ByteBuffer filter = ModelBytes.of(new byte[128]);
        ModelBytes.u128(filter, 0, BigInteger.ONE);
        filter.putInt(120, rows).putInt(124, 3 | reversed << 2);
        assertThat(compare(client, ReferenceModel.GET_ACCOUNT_TRANSFERS, filter.array()))
                .hasSize(expected);
        assertThat(compare(client, ReferenceModel.GET_ACCOUNT_BALANCES, filter.array()))
                .hasSize(expected);
    }

    private byte[] compare(BodyClient client, int operation, byte[] body) throws Exception {
        var answer = client.ask(operation, body);
        byte[] expected = model.answer(operation, body, answer.timestamp());
        assertThat(answer.body().length).isEqualTo(expected.length);
        assertThat(answer.body()).isEqualTo(expected);
        return expected;
    }

    private static byte[] accounts() {
        ByteBuffer body = ModelBytes.of(new byte[2 * ModelAccount.BYTES]);
        for (int i = 0; i < 2; i++) {
            var account = new ModelAccount();
            account.id = BigInteger.valueOf(i + 1);
            account.ledger = 1;
            account.code = 1;
            account.flags = ModelAccount.HISTORY;
            account.write(body, i * ModelAccount.BYTES);
        }
        return body.array();
    }

    /** They end after five seconds, each with an amount of its own. */
    private static byte[] holds(int firstId, int count) {
        ByteBuffer body = ModelBytes.of(new byte[count * ModelTransfer.BYTES]);
        for (int i = 0; i < count; i++) {
            var hold = new ModelTransfer();
            hold.id = BigInteger.valueOf(firstId + i);
            hold.debitAccountId = BigInteger.ONE;
            hold.creditAccountId = BigInteger.TWO;
            hold.amount = BigInteger.valueOf(firstId + i);
            hold.ledger = 1;
            hold.code = 1;
            hold.flags = ModelTransfer.PENDING;
            hold.timeout = 5;
            hold.write(body, i * ModelTransfer.BYTES);
        }
        return body.array();
    }

    private static byte[] ids(int first, int count) {
        ByteBuffer body = ModelBytes.of(new byte[count * 16]);
        for (int i = 0; i < count; i++) {
            ModelBytes.u128(body, i * 16, BigInteger.valueOf(first + i));
        }
        return body.array();
    }
}
