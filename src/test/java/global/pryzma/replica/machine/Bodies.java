package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.Native;

/** Bodies of requests with one event. */
public final class Bodies {
    private Bodies() {}

    public static byte[] account(long id) {
        var row = new AccountRow(new long[Row.WORDS], 0);
        row.wide(0, U128.of(id));
        row.ledgerAndCode(Native.LEDGER, Native.CODE);
        var body = Header.littleEndian(new byte[128]);
        body.asLongBuffer().put(row.words());
        return body.array();
    }

    public static byte[] id(long id) {
        return Header.littleEndian(new byte[16]).putLong(0, id).array();
    }
}
