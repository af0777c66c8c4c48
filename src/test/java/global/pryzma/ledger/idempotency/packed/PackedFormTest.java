package global.pryzma.ledger.idempotency.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/** The packed forms are permanent, and give back every byte of whatever was packed. */
class PackedFormTest {
    private static final ScopedKey KEY =
            new ScopedKey(
                    UUID.fromString("de300000-0000-4000-8000-000000000001"),
                    UUID.fromString("0190a3c1-7a4b-7c3d-9e2f-1a2b3c4d5e6f"));
    private static final LedgerId ID = KEY.ids().id(0);
    private static final String DEBIT = "11111111-2222-4333-8444-555555555555";
    private static final String CREDIT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String TRANSFER =
            "{\"id\":\"%s\",\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"1050\",\"currency\":\"USD\",\"status\":\"posted\",\"created_at\":\"2026-11-26T09:07:14.123456789Z\"}"
                    .formatted(ID, DEBIT, CREDIT);
    private static final String COMMAND =
            "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"1050\",\"currency\":\"USD\",\"ledger_number\":1000}"
                    .formatted(DEBIT, CREDIT);

    @Test
    void aTransfer() {
        String packed =
                "00c900" // 201, JSON
                        + "80d0" // {"id":" and the first id of the key
                        + "81f011111111222243338444555555555555"
                        + "82f0aaaaaaaabbbb4ccc8dddeeeeeeeeeeee"
                        + "8331303530" // ","amount":"1050
                        + "84555344" // ","currency":"USD
                        + "85f118eb8d1d76c4e115" // ","status":"posted","created_at":" and the
                        // moment
                        + "ab"; // "}
        holds(new RecordedResponse(201, "application/json", bytes(TRANSFER)), packed);
    }

    @Test
    void anErrorAndAnotherContentType() {
        holds(
                new RecordedResponse(
                        409, "application/json", bytes("{\"error\":\"request_cancelled\"}")),
                "019900" + "a5" + hex("request_cancelled") + "ab");
        holds(
                new RecordedResponse(404, "text/plain", bytes("nö")),
                "01940a" + hex("text/plain") + "6e" + "c1c3b6");
    }

    @Test
    void aClaim() {
        ByteBuffer plan =
                ByteBuffer.allocate(4 + 120)
                        .putInt(0x01020001)
                        .putLong(ID.high())
                        .putLong(ID.low())
                        .put(uuid(DEBIT))
                        .put(uuid(CREDIT))
                        .putLong(0)
                        .putLong(1050)
                        .put(new byte[32])
                        .putLong(0x0123456789abcdefL)
                        .putInt(1)
                        .putInt(0)
                        .putInt(1000)
                        .putShort((short) 1)
                        .putShort((short) 0);
        String packed =
                "ac01" // 172 bytes of command
                        + "86f011111111222243338444555555555555"
                        + "82f0aaaaaaaabbbb4ccc8dddeeeeeeeeeeee"
                        + "8331303530"
                        + "84555344"
                        + "87313030307d" // ","ledger_number":1000}
                        + "01020001"
                        + "e0e3e4" // the ids, which stood in the text
                        + "f20e041a" // 14 zeros and the amount
                        + "f220" // 32 zeros
                        + "01234567"
                        + "c389abcdef"
                        + "f20301" // version 1
                        + "f20603c0e8" // no timeout, ledger 1000
                        + "00010000";
        Unpacked work = new Unpacked(bytes(COMMAND), plan.array());
        assertThat(HexFormat.of().formatHex(pack(work).bytes())).isEqualTo(packed);
        assertThat(new PackedClaim(HexFormat.of().parseHex(packed)).unpack(KEY))
                .usingRecursiveComparison()
                .isEqualTo(work);
    }

    @Test
    void thePiecesOfTextStayWhatTheyAre() {
        assertThat(Fragments.count()).as("with a new one comes a new form").isEqualTo(46);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Fragments.count(); i++) {
            all.append(new String(Fragments.text(i), StandardCharsets.US_ASCII)).append('\n');
        }
        assertThat(sha256(all.toString()))
                .isEqualTo("a27d2b8fc0568f1cf9928a6f8b4963c399b96a65bc05b97521519f74424e8a80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "\"",
                "{\"id\":\"",
                "2026-11-26T09:07:14.123456789Z",
                "2026-02-29T09:07:14.123456789Z",
                "2024-02-29T23:59:59.999999999Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00.000000000Z",
                "2261-12-31T23:59:59.999999999Z",
                "2262-01-01T00:00:00.000000000Z",
                "2026-11-26T24:00:00.000000000Z",
                "2026-11-26T23:59:60.000000000Z",
                "2026-00-26T09:07:14.123456789Z",
                "2026-11-00T09:07:14.123456789Z",
                "2026-11-26T09:07:14.12345678Z",
                "2026-11-26t09:07:14.123456789z",
                "11111111-2222-4333-8444-555555555555",
                "AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee",
                "11111111-2222-4333-8444-55555555555g",
                "11111111-2222-4333-8444-55555555555",
                "11111111-2222-4333-8444-55555555555511111111-2222-4333-8444-555555555555",
                "ünïcödé \u20ac \ud83d\ude00",
            })
    void whatLooksLikeIt(String body) {
        holds(body);
        holds("x" + body);
        holds(TRANSFER + body);
    }

    @Test
    void moreIdsThanThereArePlaces() {
        Random random = new Random(Seed.of(PackedFormTest.class));
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            UUID id = new UUID(random.nextInt(3), random.nextInt(10));
            body.append(id).append(random.nextBoolean() ? "," : "");
        }
        holds(body.toString());
    }

    @Test
    void anyBytes() {
        Random random = new Random(Seed.of(PackedFormTest.class));
        for (int i = 0; i < 20_000; i++) {
            byte[] command = any(random);
            byte[] plan = any(random);
            RecordedResponse response =
                    new RecordedResponse(
                            100 + random.nextInt(900),
                            random.nextBoolean() ? "application/json" : "text/x" + i,
                            command);
            PackedResponse packed = PackedResponse.of(KEY, ID, response);
            RecordedResponse unpacked = packed.unpack(KEY);
            assertThat(unpacked.status()).isEqualTo(response.status());
            assertThat(unpacked.contentType()).isEqualTo(response.contentType());
            assertThat(unpacked.body()).isEqualTo(response.body());
            assertThat(packed.bytes().length)
                    .as("what can't be packed gets hardly larger")
                    .isLessThan(command.length * 2 + 20);
            Unpacked work = new Unpacked(command, plan);
            Unpacked again = pack(work).unpack(KEY);
            assertThat(again.command()).isEqualTo(command);
            assertThat(again.plan()).isEqualTo(plan);
        }
    }

    @Test
    void bytesThatNobodyHasPackedAreRefused() {
        for (String bad : new String[] {"", "00", "00c9", "00c900ae", "00c900f3", "00c900f000"}) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> new PackedResponse(HexFormat.of().parseHex(bad)).unpack(KEY));
        }
        Random random = new Random(Seed.of(PackedFormTest.class));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThatCode(() -> unpack(bytes)).doesNotThrowAnyException();
        }
    }

    private static void unpack(byte[] bytes) {
        try {
            new PackedResponse(bytes).unpack(KEY);
            new PackedClaim(bytes).unpack(KEY);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    /** Some noise, some of our own, and the beginnings and ends of it. */
    private static byte[] any(Random random) {
        ByteBuffer bytes = ByteBuffer.allocate(2_000);
        for (int i = random.nextInt(12); i > 0; i--) {
            byte[] piece =
                    switch (random.nextInt(8)) {
                        case 0 -> noise(random, 40);
                        case 1 -> bytes(TRANSFER);
                        case 2 -> bytes(DEBIT);
                        case 3 -> uuid(new UUID(random.nextInt(2), random.nextInt(2)).toString());
                        case 4 -> uuid(ID.toString());
                        case 5 -> Fragments.text(random.nextInt(Fragments.count()));
                        case 6 -> new byte[random.nextInt(300)];
                        default -> bytes("2026-11-26T09:07:14." + random.nextInt(2) + "23456789Z");
                    };
            int from = random.nextInt(4) == 0 ? random.nextInt(piece.length + 1) : 0;
            int until =
                    random.nextInt(4) == 0
                            ? from + random.nextInt(piece.length - from + 1)
                            : piece.length;
            if (bytes.remaining() >= until - from) {
                bytes.put(piece, from, until - from);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] noise(Random random, int limit) {
        byte[] noise = new byte[random.nextInt(limit)];
        random.nextBytes(noise);
        return noise;
    }

    private static void holds(String body) {
        RecordedResponse response = new RecordedResponse(200, "application/json", bytes(body));
        assertThat(PackedResponse.of(KEY, ID, response).unpack(KEY).body()).isEqualTo(bytes(body));
        Unpacked work = new Unpacked(bytes(body), bytes(body));
        assertThat(pack(work).unpack(KEY)).usingRecursiveComparison().isEqualTo(work);
    }

    private static void holds(RecordedResponse response, String packed) {
        assertThat(HexFormat.of().formatHex(PackedResponse.of(KEY, ID, response).bytes()))
                .isEqualTo(packed);
        assertThat(new PackedResponse(HexFormat.of().parseHex(packed)).unpack(KEY))
                .usingRecursiveComparison()
                .isEqualTo(response);
    }

    private static PackedClaim pack(Unpacked work) {
        return PackedClaim.of(KEY, ID, work.command(), work.plan());
    }

    private static byte[] uuid(String text) {
        UUID uuid = UUID.fromString(text);
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(DerivedIds.sha256(bytes(text)));
    }
}
