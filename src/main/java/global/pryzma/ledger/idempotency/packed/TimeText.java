package global.pryzma.ledger.idempotency.packed;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Moments as {@code 2026-11-26T09:07:14.123456789Z}, from 1970 to 2261: what can be made again from
 * nanoseconds since the Unix epoch.
 */
public final class TimeText {
    public static final int LENGTH = 30;

    private static final byte[] FORM = {
        '0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':', '0', '0', ':', '0',
        '0', '.', '0', '0', '0', '0', '0', '0', '0', '0', '0', 'Z'
    };
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;
    private static final long SECONDS_OF_A_DAY = 86_400;
    private static final int LAST_YEAR = 2261;

    private TimeText() {}

    /** The nanoseconds of the one that stands here; -1 if none does. */
    static long nanosAt(byte[] text, int from) {
        if (text.length - from < LENGTH || text[from + 4] != '-') {
            return -1;
        }
        for (int i = 0; i < LENGTH; i++) {
            byte c = text[from + i];
            if (FORM[i] == '0' ? c < '0' || c > '9' : c != FORM[i]) {
                return -1;
            }
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        boolean exists =
                year >= 1970
                        && year <= LAST_YEAR
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= YearMonth.of(year, month).lengthOfMonth()
                        && hour < 24
                        && minute < 60
                        && second < 60;
        if (!exists) {
            return -1;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_OF_A_DAY
                        + hour * 3_600
                        + minute * 60
                        + second;
        return seconds * NANOS_OF_A_SECOND + number(text, from + 20, 9);
    }

    /** Writes one. */
    public static void put(byte[] text, int from, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a moment before 1970");
        }
        System.arraycopy(FORM, 0, text, from, LENGTH);
        long seconds = nanos / NANOS_OF_A_SECOND;
        LocalDate day = LocalDate.ofEpochDay(seconds / SECONDS_OF_A_DAY);
        int ofDay = (int) (seconds % SECONDS_OF_A_DAY);
        digits(text, from, day.getYear(), 4);
        digits(text, from + 5, day.getMonthValue(), 2);
        digits(text, from + 8, day.getDayOfMonth(), 2);
        digits(text, from + 11, ofDay / 3_600, 2);
        digits(text, from + 14, ofDay / 60 % 60, 2);
        digits(text, from + 17, ofDay % 60, 2);
        digits(text, from + 20, (int) (nanos % NANOS_OF_A_SECOND), 9);
    }

    private static int number(byte[] text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static void digits(byte[] text, int from, int number, int count) {
        for (int i = count - 1; i >= 0; i--) {
            text[from + i] = (byte) ('0' + number % 10);
            number /= 10;
        }
    }
}
