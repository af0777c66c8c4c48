package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.WireTime;

/** The form of moments in names of files, where a colon is not allowed everywhere: ISO 8601. */
final class FileTime {
    private FileTime() {}

    /** To the second, such as {@code 20260314T090000Z}. */
    static String of(long epochNanos) {
        return WireTime.of(epochNanos).replaceAll("\\..*|[-:]", "") + "Z";
    }
}
