package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@Execution(ExecutionMode.SAME_THREAD)
class CursorsTest {
    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final String LIST = "transfers of 1";

    private final Cursors cursors = ServiceUnderTest.shared().bean(Cursors.class);

    @Test
    void givesBackTheTimestamp() {
        for (long timestamp : new long[] {0, 1, 1_800_000_000_000_000_000L, Long.MAX_VALUE, -1}) {
            String cursor = cursors.after(ORGANISATION, LIST, timestamp);
            assertThat(cursor).matches("[A-Za-z0-9_-]+");
            assertThat(cursors.timestamp(ORGANISATION, LIST, cursor)).isEqualTo(timestamp);
        }
    }

    @Test
    void isGoodForItsOrganisationAndItsListOnly() {
        String cursor = cursors.after(ORGANISATION, LIST, 7);
        assertRefused(UUID.randomUUID(), LIST, cursor);
        assertRefused(ORGANISATION, "transfers of 2", cursor);
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String cursor = cursors.after(ORGANISATION, LIST, 7);
        List<String> changed =
                new ArrayList<>(List.of("", "x", "====", "é", cursor + "=", cursor + "A"));
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            changed.add(cursor.substring(0, i) + other + cursor.substring(i + 1));
            changed.add(cursor.substring(0, i));
        }
        changed.forEach(text -> assertRefused(ORGANISATION, LIST, text));
    }

    private void assertRefused(UUID organisation, String list, String cursor) {
        ProblemException refused =
                catchThrowableOfType(
                        ProblemException.class,
                        () -> cursors.timestamp(organisation, list, cursor));
        assertThat(refused).as(cursor).isNotNull();
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_PARAMETER);
    }
}
