package global.pryzma.ledger.audit;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The verification of the chain, row by row in their order: that none is missing, and that each has
 * the hash that follows from the one before it. Each day is told with its last row and that row's
 * hash, which are worth keeping in another place: that the last rows of all went missing shows by
 * nothing else.
 *
 * <p>What can't follow from what is wrong before it is measured by what is stored there: so that
 * one fault is told once, and where it is.
 */
final class AuditVerification {
    private static final int FAULTS_TOLD = 1_000;

    private final NavigableMap<Long, byte[]> known;
    private final List<String> lines = new ArrayList<>();
    private @Nullable LocalDate day;
    private long firstOfDay;
    private long last;
    private byte[] hash = AuditForm.BEFORE_THE_FIRST;
    private boolean begun;
    private long faults;

    /**
     * @param known hashes of rows by their number, from elsewhere; that of the last row before
     *     those that are left is needed where older ones have been archived
     */
    AuditVerification(Map<Long, byte[]> known) {
        this.known = new TreeMap<>(known);
    }

    /**
     * What came of it.
     *
     * @param lines for people
     */
    record Result(boolean isSound, List<String> lines) {}

    void next(AuditRow row) {
        LocalDate itsDay = LocalDate.ofInstant(row.at(), ZoneOffset.UTC);
        if (!begun) {
            begin(row);
        }
        boolean gap = row.sequence() != last + 1;
        if (gap) {
            fault(
                    itsDay,
                    "rows %d to %d are missing%s"
                            .formatted(
                                    last + 1,
                                    row.sequence() - 1,
                                    day == null ? "" : ", after those of " + day));
        }
        if (!itsDay.equals(day)) {
            endDay();
            day = itsDay;
            firstOfDay = row.sequence();
        }
        if (!gap && !row.follows(hash)) {
            fault(
                    itsDay,
                    "row %d does not follow from the one before it: one of the two was changed, or stands where another stood"
                            .formatted(row.sequence()));
        }
        byte[] expected = known.get(row.sequence());
        if (expected != null && !Arrays.equals(expected, row.hash())) {
            fault(itsDay, "row %d has not the hash that is known".formatted(row.sequence()));
        }
        last = row.sequence();
        hash = row.hash();
    }

    /** Where older rows have been archived, the chain begins after one that is known. */
    private void begin(AuditRow first) {
        begun = true;
        byte[] before = known.get(first.sequence() - 1);
        if (before != null) {
            last = first.sequence() - 1;
            hash = before;
        }
    }

    Result end() {
        endDay();
        if (!known.isEmpty() && known.lastKey() > last) {
            fault(
                    day,
                    "rows after %d are missing: row %d is known".formatted(last, known.lastKey()));
        }
        if (faults > FAULTS_TOLD) {
            lines.add((faults - FAULTS_TOLD) + " more faults");
        }
        lines.add(
                faults > 0
                        ? "The audit is NOT in order."
                        : begun ? "The audit is in order." : "The audit is empty.");
        return new Result(faults == 0, List.copyOf(lines));
    }

    private void endDay() {
        if (day != null) {
            lines.add(
                    "%s: rows %d to %d, the last one %d:%s"
                            .formatted(
                                    day, firstOfDay, last, last, HexFormat.of().formatHex(hash)));
        }
    }

    private void fault(@Nullable LocalDate where, String what) {
        if (++faults <= FAULTS_TOLD) {
            lines.add((where == null ? "" : where + ": ") + what);
        }
    }
}
