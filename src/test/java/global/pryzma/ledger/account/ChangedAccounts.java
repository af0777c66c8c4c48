package global.pryzma.ledger.account;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.Metadata;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** An account as its changes find it, for tests of their permanent forms. */
final class ChangedAccounts {
    static final UUID ORGANISATION = UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    static final UUID PROGRAM = UUID.fromString("019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000");
    static final UUID ACCOUNT = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));

    /** What every command says of the account that {@link #found} gives. */
    static final String FOUND_JSON =
            "\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\",\"type\":\"fee\","
                    + "\"currency\":\"EUR\",\"ledger_number\":1001,\"old_name\":\"Fees\","
                    + "\"old_metadata\":{\"a\":\"1\",\"b\":\"2\"},\"old_status\":\"active\","
                    + "\"debits_pending\":\"1\",\"debits_posted\":\"%s\","
                    + "\"credits_pending\":\"3\",\"credits_posted\":\"%s\","
                    + "\"created_at_nanos\":1773480510123456789";

    private ChangedAccounts() {}

    static AccountSnapshot found(Amount debitsPosted, Amount creditsPosted) {
        return new AccountSnapshot(
                ACCOUNT,
                PROGRAM,
                AccountType.FEE,
                "EUR",
                1001,
                new Label("Fees", Metadata.of(Map.of("b", "2", "a", "1"))),
                AccountStatus.ACTIVE,
                new Counters(Amount.of(1), debitsPosted, Amount.of(3), creditsPosted),
                1_773_480_510_123_456_789L);
    }

    static AccountSnapshot found() {
        return found(Amount.of(250), Amount.of(250));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
