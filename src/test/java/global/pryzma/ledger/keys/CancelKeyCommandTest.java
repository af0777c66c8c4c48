package global.pryzma.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.ShortForm;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/** What is stored of a cancel and what it has found, byte for byte. */
class CancelKeyCommandTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c5e-9d40-7b11-a2f3-51c07e9a4000"));
    private static final String BEGINNING =
            "{\"organisation_id\":\"" + ORGANISATION + "\",\"key\":\"" + KEY.value() + "\"";

    private record Stored(KeyState state, String rest) {}

    private static Stream<Stored> forms() {
        RecordedResponse json = new RecordedResponse(409, "application/json", bytes("{}"));
        return Stream.of(
                new Stored(
                        claimed("transfers.create", json, null),
                        ",\"operation\":\"transfers.create\",\"claimed_at_nanos\":1000000007,"
                                + "\"status\":409,\"content_type\":\"application/json\","
                                + "\"body\":\"{}\"}"),
                new Stored(
                        claimed(
                                "transfers.batch_independent",
                                null,
                                new ShortForm(
                                        new RecordedResponse(
                                                200,
                                                "application/vnd.pryzma.batch",
                                                new byte[] {1, 54, -1}),
                                        1,
                                        Fingerprint.ANY,
                                        bytes("{\"transfers\":[]}"))),
                        ",\"operation\":\"transfers.batch_independent\","
                                + "\"claimed_at_nanos\":1000000007,\"status\":200,"
                                + "\"content_type\":\"application/vnd.pryzma.batch\","
                                + "\"recorded\":\"ATb/\",\"encoding_version\":1,"
                                + "\"fingerprint\":\""
                                + "0".repeat(64)
                                + "\",\"command\":\"{\\\"transfers\\\":[]}\"}"),
                new Stored(
                        new KeyState.Cancelled(json),
                        ",\"status\":409,\"content_type\":\"application/json\",\"body\":\"{}\"}"),
                new Stored(
                        new KeyState.Executed(
                                new KeyState.Made(KeyState.Kind.TRANSFER, ORGANISATION)),
                        ",\"outcome\":\"executed\",\"made\":\"TRANSFER\",\"made_id\":\""
                                + ORGANISATION
                                + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theFormIsPermanent(Stored stored) {
        byte[] command = new CancelKeyCommand(ORGANISATION, KEY, stored.state()).encode();
        assertThat(new String(command, StandardCharsets.UTF_8))
                .isEqualTo(BEGINNING + stored.rest());
        // And what is read of it is written so again.
        assertThat(CancelKeyCommand.read(CommandReader.of(command)).encode()).isEqualTo(command);
    }

    private static KeyState claimed(
            String operation, @Nullable RecordedResponse response, @Nullable ShortForm shortForm) {
        return new KeyState.Claimed(
                operation,
                KeyState.Status.RECORDED,
                Instant.ofEpochSecond(1, 7),
                response,
                shortForm);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
