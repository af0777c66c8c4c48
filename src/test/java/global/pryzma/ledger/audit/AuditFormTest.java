package global.pryzma.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.security.Origin;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

/** The bytes over which hashes are made, and the codes in them, which are for ever. */
class AuditFormTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53.589793Z");

    @Test
    void theForm() {
        AuditRow row =
                AuditRow.of(
                        new AuditEvent(
                                new UUID(1, 2),
                                AuditAction.CREDENTIAL_REVOKE,
                                "last_operator",
                                new UUID(3, 4),
                                new Origin("client \"é\"", "192.0.2.1", new UUID(5, 6)),
                                "subject",
                                new UUID(7, 8),
                                1,
                                null),
                        1,
                        AT,
                        AuditForm.BEFORE_THE_FIRST);
        assertThat(new String(AuditForm.of(row), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"version":1,"sequence":1,"id":"00000000-0000-0001-0000-000000000002",\
                        "at_micros":1773480413589793,"action":"credential.revoke",\
                        "outcome":"last_operator",\
                        "organisation_id":"00000000-0000-0003-0000-000000000004",\
                        "client_id":"client \\"é\\"","address":"192.0.2.1",\
                        "request_id":"00000000-0000-0005-0000-000000000006","subject":"subject",\
                        "subject_organisation_id":"00000000-0000-0007-0000-000000000008",\
                        "occurrences":1}\
                        """);
        assertThat(HexFormat.of().formatHex(row.hash()))
                .isEqualTo("9b5d31776c1755c6b4cfcfbaa66498c3ef3336e4e973b50e53b0fdc534294296");
    }

    @Test
    void theFormOfWhatIsCounted() {
        AuditRow row =
                AuditRow.of(
                        new AuditEvent(
                                new UUID(1, 2),
                                AuditAction.AUTHENTICATION_REFUSE,
                                "bad_signature",
                                null,
                                Origin.NONE,
                                null,
                                null,
                                412,
                                AT.minusNanos(1)),
                        9_000_000_000L,
                        AT,
                        new byte[32]);
        assertThat(new String(AuditForm.of(row), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"version":1,"sequence":9000000000,\
                        "id":"00000000-0000-0001-0000-000000000002",\
                        "at_micros":1773480413589793,"action":"authentication.refuse",\
                        "outcome":"bad_signature","occurrences":412,\
                        "since_micros":1773480413589792}\
                        """);
        assertThat(HexFormat.of().formatHex(row.hash()))
                .isEqualTo("6777e471dced32430e7bba0c0f54bd9d82111267dead03434a782de90f2ee61c");
    }

    @Test
    void theCodes() {
        assertThat(Stream.of(AuditAction.values()).map(AuditAction::code))
                .containsExactly(
                        "organisation.create",
                        "organisation.update",
                        "organisation.suspend",
                        "organisation.activate",
                        "credential.create",
                        "credential.rotate",
                        "credential.revoke",
                        "key.cancel",
                        "in_doubt.cancel",
                        "account.freeze",
                        "account.activate",
                        "account.close",
                        "ledger.stop",
                        "ledger.start",
                        "signing_key.rotate",
                        "token.revoke",
                        "authentication.refuse");
    }
}
