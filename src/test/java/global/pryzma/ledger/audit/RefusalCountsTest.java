package global.pryzma.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import global.pryzma.ledger.audit.RefusalCounts.Kind;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The counting together of refusals. */
class RefusalCountsTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");

    private final RefusalCounts counts = new RefusalCounts(2);

    @Test
    void soManyAreToldApartAndTheOthersByTheirReason() {
        for (int i = 0; i < 10; i++) {
            counts.add(kind("expired", "192.0.2." + i), AT.plusSeconds(10 - i));
            counts.add(kind("malformed", "192.0.2." + i), AT);
        }
        List<AuditEvent> events = counts.take();
        assertThat(events)
                .extracting(
                        AuditEvent::outcome,
                        event -> event.origin().address(),
                        AuditEvent::occurrences)
                .containsExactly(
                        tuple("expired", "192.0.2.0", 1L),
                        tuple("malformed", "192.0.2.0", 1L),
                        tuple("expired", null, 9L),
                        tuple("malformed", null, 9L));
        assertThat(events.get(2).since()).as("the first of them").isEqualTo(AT.plusSeconds(1));
    }

    @Test
    void theyAreCountedAnewOnceTheyAreTaken() {
        counts.add(kind("expired", "192.0.2.1"), AT);
        assertThat(counts.take()).hasSize(1);
        assertThat(counts.take()).isEmpty();
    }

    private static Kind kind(String reason, String address) {
        return new Kind(reason, null, null, address);
    }
}
