package global.pryzma.ledger.idempotency.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The pieces of text of which commands and responses mostly consist, by their numbers. Permanent:
 * only added to, at the end; an older version of the service can't read what has a new one, and
 * needs to be told by another form of the row.
 */
final class Fragments {
    private static final List<String> TEXTS =
            List.of(
                    // A transfer.
                    "{\"id\":\"",
                    "\",\"debit_account_id\":\"",
                    "\",\"credit_account_id\":\"",
                    "\",\"amount\":\"",
                    "\",\"currency\":\"",
                    "\",\"status\":\"posted\",\"created_at\":\"",
                    "{\"debit_account_id\":\"",
                    "\",\"ledger_number\":",
                    "\",\"description\":\"",
                    "\",\"reference\":\"",
                    "\",\"metadata\":{\"",
                    "\",\"status\":\"posted\",\"description\":\"",
                    "\",\"status\":\"posted\",\"reference\":\"",
                    "\",\"status\":\"posted\",\"metadata\":{\"",
                    "\"},\"created_at\":\"",
                    "\",\"created_at\":\"",
                    // An account.
                    "\",\"program_id\":\"",
                    "\",\"organisation_id\":\"",
                    "\",\"type\":\"consumer\",\"currency\":\"",
                    "\",\"type\":\"",
                    "\",\"status\":\"active\",\"balances\":{\"posted\":\"0\",\"pending_debits\":\"0\","
                        + "\"pending_credits\":\"0\",\"available\":\"0\",\"debits_posted\":\"0\","
                        + "\"debits_pending\":\"0\",\"credits_posted\":\"0\","
                        + "\"credits_pending\":\"0\"},\"created_at\":\"",
                    "\",\"status\":\"",
                    "\",\"balances\":{\"posted\":\"",
                    "\",\"pending_debits\":\"",
                    "\",\"pending_credits\":\"",
                    "\",\"available\":\"",
                    "\",\"debits_posted\":\"",
                    "\",\"debits_pending\":\"",
                    "\",\"credits_posted\":\"",
                    "\",\"credits_pending\":\"",
                    "{\"type\":\"consumer\",\"currency\":\"",
                    "{\"type\":\"",
                    "\",\"name\":\"",
                    "\"name\":\"",
                    "{\"account_id\":\"",
                    // A program, an error, and what is left.
                    "\",\"currencies\":[\"",
                    "{\"organisation_id\":\"",
                    "{\"error\":\"",
                    "\"metadata\":{\"",
                    "\"created_at\":\"",
                    "\":\"",
                    "\",\"",
                    "\"},\"",
                    "\"}",
                    "\"}}",
                    "_id\":\"");

    private static final byte[][] BY_NUMBER =
            TEXTS.stream()
                    .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int BUCKETS = 256;

    /** By their first four bytes, the longest first. */
    private static final int[][] LONG =
            IntStream.range(0, BUCKETS)
                    .mapToObj(bucket ->
                            longestFirst(text -> text.length >= 4 && bucket(text, 0) == bucket))
                    .toArray(int[][]::new);

    private static final int[] SHORT = longestFirst(text -> text.length < 4);

    private Fragments() {}

    /** How many there are. */
    static int count() {
        return BY_NUMBER.length;
    }

    /** The text with this number; not to be changed. */
    static byte[] text(int number) {
        return BY_NUMBER[number];
    }

    /** The number of the longest that stands here; -1 if none does. */
    static int at(byte[] text, int from) {
        byte first = text[from];
        if (first != '"' && first != '{' && first != '_') {
            return -1;
        }
        int number = text.length - from < 4 ? -1 : among(LONG[bucket(text, from)], text, from);
        return number < 0 ? among(SHORT, text, from) : number;
    }

    private static int among(int[] candidates, byte[] text, int from) {
        for (int number : candidates) {
            byte[] fragment = BY_NUMBER[number];
            int until = from + fragment.length;
            if (until <= text.length
                    && Arrays.equals(text, from, until, fragment, 0, fragment.length)) {
                return number;
            }
        }
        return -1;
    }

    private static int bucket(byte[] text, int from) {
        return (int) INT.get(text, from) * 0x9E3779B1 >>> 24;
    }

    private static int[] longestFirst(Predicate<byte[]> which) {
        return IntStream.range(0, BY_NUMBER.length)
                .filter(number -> which.test(BY_NUMBER[number]))
                .boxed()
                .sorted(Comparator.comparing(number -> -BY_NUMBER[number].length))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
