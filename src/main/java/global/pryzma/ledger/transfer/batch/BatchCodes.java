package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What has become of a batch's items, as it is recorded in the place of the answer, which may be a
 * thousand times larger and follows from this and the command.
 *
 * <p>One byte {@link #VERSION}, then for each item one byte: the ledger's result, 0 for one that
 * was made and 255 for one that was prevented. One that was made has its timestamp behind it, as
 * the difference from that of the last one that was made, or from 0: zigzag, seven bits a byte, the
 * lowest first. Permanent.
 */
final class BatchCodes {
    /** The content type under which it is recorded, and by which it is known. */
    private static final String TYPE = "application/vnd.pryzma.batch";

    private static final int VERSION = 1;
    private static final int MADE = 0;
    private static final int PREVENTED = 255;

    private BatchCodes() {}

    static RecordedResponse recorded(int status, List<ItemOutcome> outcomes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 2 * outcomes.size());
        out.write(VERSION);
        long last = 0;
        for (ItemOutcome outcome : outcomes) {
            switch (outcome) {
                case ItemOutcome.Made(LedgerTransfer transfer) -> {
                    out.write(MADE);
                    put(out, transfer.timestamp() - last);
                    last = transfer.timestamp();
                }
                case ItemOutcome.Refused(TransferResult result) -> out.write(result.code());
                case ItemOutcome.Prevented() -> out.write(PREVENTED);
            }
        }
        return new RecordedResponse(status, TYPE, out.toByteArray());
    }

    /** Whether a recorded response is of this form, and no problem in words. */
    static boolean are(RecordedResponse recorded) {
        return recorded.contentType().equals(TYPE);
    }

    /**
     * The outcomes of these items, of which the anchor is none.
     *
     * @throws IllegalArgumentException for what {@link #recorded} of no known version has written
     */
    static List<ItemOutcome> read(RecordedResponse recorded, List<TransferFields> items) {
        ByteBuffer in = ByteBuffer.wrap(recorded.body());
        expect(in.hasRemaining() && in.get() == VERSION);
        List<ItemOutcome> outcomes = new ArrayList<>(items.size());
        long last = 0;
        for (TransferFields item : items) {
            expect(in.hasRemaining());
            int code = Byte.toUnsignedInt(in.get());
            if (code == MADE) {
                last += number(in);
                outcomes.add(new ItemOutcome.Made(new LedgerTransfer(item, last)));
            } else {
                outcomes.add(code == PREVENTED ? new ItemOutcome.Prevented() : refused(code));
            }
        }
        expect(!in.hasRemaining());
        return outcomes;
    }

    private static ItemOutcome refused(int code) {
        return new ItemOutcome.Refused(
                TransferResult.of(code)
                        .orElseThrow(() -> new IllegalArgumentException("result " + code)));
    }

    private static void put(ByteArrayOutputStream out, long difference) {
        long rest = difference << 1 ^ difference >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long number(ByteBuffer in) {
        long zigzag = 0;
        int next;
        int shift = 0;
        do {
            expect(in.hasRemaining() && shift < Long.SIZE);
            next = in.get();
            zigzag |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not the outcomes of this batch");
        }
    }
}
