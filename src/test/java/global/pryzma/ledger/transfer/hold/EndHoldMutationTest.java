package global.pryzma.ledger.transfer.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The permanent forms of posts and voids. */
class EndHoldMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final UUID HOLD = UUID.fromString("019a3c61-5b20-8c3a-9f10-7d2e4b6a8000");
    private static final UUID DEBIT = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final UUID CREDIT = UUID.fromString("019a3c5e-9c02-8f7e-8b1d-2f86e0a16000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final long MADE = 1_773_480_510_123_456_789L;
    private static final long ENDED = 1_773_480_520_000_000_001L;

    /** The hold's, with version 9. */
    private static final LedgerId MARKER =
            LedgerId.of(UUID.fromString("019a3c61-5b20-9c3a-9f10-7d2e4b6a8000"));

    private static final EndHoldCommand LEAST =
            new EndHoldCommand(held(0, Wording.NONE), null, Wording.NONE);
    private static final EndHoldCommand MOST =
            new EndHoldCommand(
                    held(-1, new Wording("Room 12", "auth-1", Metadata.of(Map.of("a", "1")))),
                    Amount.of(4200),
                    new Wording("Bar", "capture-1", Metadata.of(Map.of("b", "2"))));

    private final RecordedJson json = new RecordedJson(JsonMapper.createDefault());
    private final EndHoldMutation post = new PostHoldMutation(json);
    private final EndHoldMutation giveBack = new VoidHoldMutation(json);

    private static HeldTransfer held(int timeoutSeconds, Wording words) {
        return new HeldTransfer(
                HOLD, DEBIT, CREDIT, Amount.of(5000), "USD_GT", 1000, timeoutSeconds, MADE, words);
    }

    @Test
    void theFormIsPermanent() {
        assertThat(post.operation()).isEqualTo("transfers.post");
        assertThat(giveBack.operation()).isEqualTo("transfers.void");
        assertThat(post.encodingVersion()).isEqualTo(1);
        assertThat(text(LEAST.content()))
                .isEqualTo("{\"transfer_id\":\"019a3c61-5b20-8c3a-9f10-7d2e4b6a8000\"}");
        assertThat(text(MOST.content()))
                .isEqualTo(
                        "{\"transfer_id\":\"019a3c61-5b20-8c3a-9f10-7d2e4b6a8000\","
                                + "\"amount\":\"4200\",\"description\":\"Bar\","
                                + "\"reference\":\"capture-1\",\"metadata\":{\"b\":\"2\"}}");
        assertThat(text(LEAST.encode()))
                .isEqualTo(
                        "{\"transfer_id\":\"019a3c61-5b20-8c3a-9f10-7d2e4b6a8000\","
                                + "\"debit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"credit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"held_amount\":\"5000\",\"currency\":\"USD_GT\","
                                + "\"ledger_number\":1000,"
                                + "\"created_at_nanos\":1773480510123456789}");
        assertThat(text(MOST.encode()))
                .endsWith(
                        "\"created_at_nanos\":1773480510123456789,"
                                + "\"timeout_seconds\":4294967295,"
                                + "\"held_description\":\"Room 12\","
                                + "\"held_reference\":\"auth-1\",\"held_metadata\":{\"a\":\"1\"}}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (EndHoldMutation mutation : List.of(post, giveBack)) {
            assertThat(StoredForms.decode(mutation, 1, LEAST.encode())).isEqualTo(LEAST);
            assertThat(StoredForms.decode(mutation, 1, MOST.encode())).isEqualTo(MOST);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StoredForms.decode(mutation, 2, LEAST.encode()));
        }
    }

    /** Codes 1, and 8 for a post and 9 for a void; flags 1 linked, 4 a post, 8 a void. */
    @Test
    void theLedgersRowsArePermanent() {
        assertPlan(post, LEAST, Amount.ALL, 5, 8);
        assertPlan(post, MOST, Amount.of(4200), 5, 8);
        assertPlan(giveBack, LEAST, Amount.ZERO, 9, 9);
    }

    private static void assertPlan(
            EndHoldMutation mutation, EndHoldCommand command, Amount amount, int flags, int code) {
        Identity identity = Identities.of(ORGANISATION, KEY, mutation, command);
        assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, command))
                .isEqualTo(
                        new Plan.Chain(
                                List.of(
                                        new TransferFields(
                                                identity.id(),
                                                LedgerId.NONE,
                                                LedgerId.NONE,
                                                amount,
                                                LedgerId.of(HOLD),
                                                LedgerId.of(HOLD),
                                                identity.fingerprint64(),
                                                1,
                                                0,
                                                1000,
                                                1,
                                                flags),
                                        new TransferFields(
                                                MARKER,
                                                new LedgerId(1, 1000),
                                                new LedgerId(3, 1000),
                                                Amount.ZERO,
                                                LedgerId.NONE,
                                                identity.id(),
                                                identity.fingerprint64(),
                                                1,
                                                0,
                                                1000,
                                                code,
                                                0))));
    }

    @Test
    void onlyItsOwnReferenceIsReserved() {
        assertThat(post.reservations(LEAST)).isEmpty();
        assertThat(post.isToldByLedger(LEAST)).isTrue();
        assertThat(post.reservations(MOST))
                .containsExactly(new Reservation("transfer.reference", "capture-1"));
        assertThat(post.isToldByLedger(MOST)).isFalse();
    }

    @Test
    void theAnswerIsTheHold() {
        Identity identity = Identities.of(ORGANISATION, KEY, post, MOST);
        Conclusion posted = post.conclude(MOST, identity, applied(post, MOST));
        assertThat(posted.response().status()).isEqualTo(201);
        assertThat(text(posted.response().body()))
                .isEqualTo(
                        "{\"id\":\"019a3c61-5b20-8c3a-9f10-7d2e4b6a8000\","
                                + "\"debit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"credit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"amount\":\"5000\",\"currency\":\"USD_GT\","
                                + "\"status\":\"posted\","
                                + "\"expires_at\":\"2162-04-20T15:56:45.123456789Z\","
                                + "\"posted_amount\":\"4200\",\"resolved_by\":\""
                                + identity.id()
                                + "\",\"resolved_at\":\"2026-03-14T09:28:40.000000001Z\","
                                + "\"description\":\"Room 12\",\"reference\":\"auth-1\","
                                + "\"metadata\":{\"a\":\"1\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(posted.rows()).hasSize(1);
        Conclusion voided =
                giveBack.conclude(
                        LEAST,
                        Identities.of(ORGANISATION, KEY, giveBack, LEAST),
                        applied(giveBack, LEAST));
        assertThat(text(voided.response().body()))
                .contains("\"status\":\"voided\",\"resolved_by\"")
                .doesNotContain("expires_at", "posted_amount");
        assertThat(voided.rows()).isEmpty();
    }

    private static List<LedgerTransfer> applied(EndHoldMutation mutation, EndHoldCommand command) {
        Identity identity = Identities.of(ORGANISATION, KEY, mutation, command);
        List<TransferFields> plan = mutation.plan(command, identity);
        return List.of(
                new LedgerTransfer(plan.getFirst(), ENDED),
                new LedgerTransfer(plan.getLast(), ENDED + 1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
