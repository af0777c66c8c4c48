package global.pryzma.ledger.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A transfer written by hand, as in the answers to batches, and by the framework, as everywhere.
 */
class TransferResponseTest {
    private static final int ROUNDS = 3_000;
    private static final int[] CHARACTERS = {
        'a', 'Z', ' ', '/', '"', '\\', '\b', '\t', '\n', '\f', '\r', 0x01, 0x0b, 0x0f, 0x1a, 0x1f,
        0x7f, 0xe9, 0x2028, 0xfffd, 0x1f600
    };

    private final Random random = new Random(Seed.of(TransferResponseTest.class));
    private final JsonMapper framework = JsonMapper.createDefault();

    @Test
    void bothWaysGiveTheSameBytes() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            TransferResponse transfer = transfer();
            CommandWriter byHand = CommandWriter.beginAnswer();
            transfer.write(byHand);
            assertThat(new String(byHand.end(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            new String(
                                    framework.writeValueAsBytes(transfer), StandardCharsets.UTF_8));
        }
    }

    private TransferResponse transfer() {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            metadata.put(text(1), text(0));
        }
        return new TransferResponse(
                id(),
                maybe(id()),
                maybe(id()),
                text(1),
                text(1),
                text(1),
                maybe(id()),
                maybe(id()),
                maybe(text(1)),
                maybe(text(1)),
                maybe(id()),
                maybe(text(1)),
                maybe(id()),
                maybe(text(1)),
                new Wording(maybe(text(1)), maybe(text(1)), Metadata.of(metadata)),
                text(1));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    private String text(int min) {
        int length = min + random.nextInt(12);
        return random.ints(length, 0, CHARACTERS.length)
                .map(i -> CHARACTERS[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
