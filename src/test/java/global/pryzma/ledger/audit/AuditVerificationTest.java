package global.pryzma.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.audit.AuditVerification.Result;
import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.security.Origin;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What shows of an audit that somebody has changed: five rows a day, from the 13th to the 15th. */
class AuditVerificationTest {
    private static final int A_DAY = 5;

    private final List<AuditRow> rows = chain();

    private static List<AuditRow> chain() {
        List<AuditRow> rows = new ArrayList<>();
        byte[] hash = AuditForm.BEFORE_THE_FIRST;
        Instant at = Instant.parse("2026-03-13T10:00:00Z");
        for (int i = 0; i < 3 * A_DAY; i++) {
            AuditRow row = row("subject " + i, i + 1, at.plus(Duration.ofDays(i / A_DAY)), hash);
            rows.add(row);
            hash = row.hash();
        }
        return rows;
    }

    private static AuditRow row(String subject, long sequence, Instant at, byte[] hashBefore) {
        return AuditRow.of(
                AuditEvent.of(
                        AuditAction.ACCOUNT_FREEZE,
                        new UUID(1, 1),
                        Origin.NONE,
                        subject,
                        new UUID(1, 1)),
                sequence,
                at,
                hashBefore);
    }

    @Test
    void anUntouchedOneIsInOrder() {
        Result result = verify(Map.of());
        assertThat(result.isSound()).isTrue();
        assertThat(result.lines())
                .containsExactly(
                        "2026-03-13: rows 1 to 5, the last one 5:" + hash(5),
                        "2026-03-14: rows 6 to 10, the last one 10:" + hash(10),
                        "2026-03-15: rows 11 to 15, the last one 15:" + hash(15),
                        "The audit is in order.");
        rows.clear();
        assertThat(verify(Map.of()).lines()).containsExactly("The audit is empty.");
    }

    @Test
    void aMissingRow() {
        rows.remove(6);
        assertFault("2026-03-14: rows 7 to 7 are missing, after those of 2026-03-14");
    }

    @Test
    void aMissingRowWhosePlaceIsTaken() {
        rows.remove(6);
        for (int i = 6; i < rows.size(); i++) {
            rows.set(i, numbered(rows.get(i), i + 1));
        }
        assertThat(verify(Map.of()).isSound()).isFalse();
    }

    @Test
    void aMissingDay() {
        rows.subList(5, 10).clear();
        assertFault("2026-03-15: rows 6 to 10 are missing, after those of 2026-03-13");
    }

    @Test
    void aMissingBeginning() {
        rows.subList(0, 5).clear();
        assertFault("2026-03-14: rows 1 to 5 are missing");
    }

    @Test
    void aMissingEndOfWhichSomebodyKnows() {
        Map<Long, byte[]> known = Map.of(15L, rows.getLast().hash());
        assertThat(verify(known).isSound()).isTrue();
        rows.subList(12, 15).clear();
        assertThat(verify(Map.of()).isSound()).as("nobody can know").isTrue();
        Result result = verify(known);
        assertThat(result.isSound()).isFalse();
        assertThat(result.lines())
                .contains("2026-03-15: rows after 12 are missing: row 15 is known");
    }

    @Test
    void aChangedRow() {
        AuditRow changed = rows.get(7);
        rows.set(7, changed("another", changed, changed.hash()));
        assertFault(
                "2026-03-14: row 8 does not follow from the one before it: one of the two was"
                        + " changed, or stands where another stood");
    }

    @Test
    void aChangedRowWithTheHashThatIsRight() {
        rows.set(7, row("another", 8, rows.get(7).at(), rows.get(6).hash()));
        assertFault(
                "2026-03-14: row 9 does not follow from the one before it: one of the two was"
                        + " changed, or stands where another stood");
    }

    @Test
    void allThatFollowsMadeAnew() {
        byte[] known = rows.get(9).hash();
        byte[] hash = rows.get(6).hash();
        for (int i = 7; i < rows.size(); i++) {
            rows.set(i, row("another", i + 1, rows.get(i).at(), hash));
            hash = rows.get(i).hash();
        }
        Result result = verify(Map.of(10L, known));
        assertThat(result.isSound()).isFalse();
        assertThat(result.lines()).contains("2026-03-14: row 10 has not the hash that is known");
    }

    @Test
    void swappedRows() {
        AuditRow first = rows.get(7);
        rows.set(7, numbered(rows.get(8), 8));
        rows.set(8, numbered(first, 9));
        assertThat(verify(Map.of()).lines())
                .filteredOn(line -> line.contains("does not follow"))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("2026-03-14: row 8 ");
    }

    @Test
    void archivedDaysWithWhatIsKnownOfThem() {
        Map<Long, byte[]> known = Map.of(10L, rows.get(9).hash());
        rows.subList(0, 10).clear();
        assertThat(verify(Map.of()).isSound()).isFalse();
        assertThat(verify(known).isSound()).isTrue();
        assertThat(verify(Map.of(10L, new byte[32])).isSound()).isFalse();
        Collections.reverse(rows);
        assertThat(verify(known).isSound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--known", "--known=1", "--known=0:00", "--all", "--known=1:XYZ"})
    void whatTheCommandDoesNotUnderstand(String argument) {
        assertThatThrownBy(() -> VerifyAuditCommand.of(List.of(argument)))
                .isInstanceOf(StartRefused.class);
    }

    private Result verify(Map<Long, byte[]> known) {
        AuditVerification verification = new AuditVerification(known);
        rows.forEach(verification::next);
        return verification.end();
    }

    private void assertFault(String line) {
        Result result = verify(Map.of());
        assertThat(result.isSound()).isFalse();
        assertThat(result.lines()).endsWith("The audit is NOT in order.").contains(line);
        assertThat(result.lines()).as("told once").hasSizeLessThanOrEqualTo(5);
    }

    private String hash(int sequence) {
        return HexFormat.of().formatHex(rows.get(sequence - 1).hash());
    }

    private static AuditRow numbered(AuditRow row, long sequence) {
        return copy(row, sequence, row.subject(), row.hash());
    }

    private static AuditRow changed(String subject, AuditRow row, byte[] hash) {
        return copy(row, row.sequence(), subject, hash);
    }

    private static AuditRow copy(
            AuditRow row, long sequence, @Nullable String subject, byte[] hash) {
        return new AuditRow(
                sequence,
                row.id(),
                row.at(),
                row.action(),
                row.outcome(),
                row.organisation(),
                row.clientId(),
                row.address(),
                row.requestId(),
                subject,
                row.subjectOrganisation(),
                row.occurrences(),
                row.since(),
                hash);
    }
}
