package global.pryzma.replica.comparison;

import global.pryzma.replica.protocol.Header;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Streams of bytes made from captured frames: whole, damaged, forged, cut, joined, or noise. */
final class FrameMutations {
    private static final int HEADER = 256;
    private static final int SIZE = 96;
    private static final int COMMAND = 114;
    private static final int CLIENT = 160;
    private static final int OPERATION = 196;

    /** Offsets where a field begins, to hit each of them often enough. */
    private static final int[] FIELDS = {
        0, 16, 32, 48, 64, 80, SIZE, 100, 104, 108, 112, COMMAND, 115, 116, 128, 144, CLIENT, 176,
        184, 192, OPERATION, 197, 208, 224, 236, 255
    };

    private final Dice dice;
    private final List<byte[]> frames;

    FrameMutations(Dice dice, List<byte[]> frames) {
        this.dice = dice;
        this.frames = frames;
    }

    byte[] stream() {
        var stream = new ByteArrayOutputStream();
        for (int i = dice.between(1, 4); i > 0; i--) {
            stream.writeBytes(piece());
        }
        byte[] whole = stream.toByteArray();
        return dice.percent(15) ? Arrays.copyOf(whole, dice.below(whole.length + 1)) : whole;
    }

    private byte[] piece() {
        int kind = dice.below(100);
        if (kind < 8) {
            return dice.bytes(dice.between(1, 2000));
        }
        byte[] frame = dice.of(frames).clone();
        if (kind < 25) {
            return frame;
        }
        if (kind < 40) {
            return damaged(frame);
        }
        for (int changes = dice.between(1, 3); changes > 0; changes--) {
            frame = forged(frame);
        }
        return frame;
    }

    /** A flipped bit, a lost or a doubled byte, and checksums that say so. */
    private byte[] damaged(byte[] frame) {
        int at = dice.below(frame.length);
        if (dice.percent(60)) {
            frame[at] ^= (byte) (1 << dice.below(8));
            return frame;
        }
        byte[] head = Arrays.copyOf(frame, at);
        byte[] tail =
                Arrays.copyOfRange(
                        frame, Math.min(frame.length, at + dice.below(2) * 2), frame.length);
        return ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
    }

    /** Something else with checksums that are right. */
    private byte[] forged(byte[] frame) {
        ByteBuffer bytes = ModelBytes.of(frame);
        switch (dice.below(9)) {
            case 0 -> bytes.put(dice.below(HEADER), (byte) dice.bits());
            case 1 -> bytes.put(dice.ofInts(FIELDS), (byte) dice.bits());
            case 2 -> {
                int at = dice.ofInts(FIELDS);
                bytes.put(at, dice.bytes(Math.min(16, HEADER - at)));
            }
            case 3 -> bytes.put(COMMAND, (byte) dice.below(26));
            case 4 -> bytes.put(OPERATION, (byte) dice.ofInts(0, 1, 2, 4, 127, 128, 131, 137, 255));
            case 5 -> {
                int size = dice.ofInts(0, 255, 256, 257, frame.length + 1, 32 << 10, 1 << 20);
                bytes.putInt(SIZE, dice.percent(80) ? size : dice.bits());
                return sealed(bytes, false);
            }
            case 6 -> bytes = resized(frame, dice.below(3000));
            case 7 -> bytes = resized(frame, dice.ofInts(0, 16, 64, 128, 256, 32_512, 32_513));
            default -> {
                if (frame.length > HEADER) {
                    int at = dice.between(HEADER, frame.length - 1);
                    bytes.put(at, dice.bytes(Math.min(16, frame.length - at)));
                }
            }
        }
        return sealed(bytes, true);
    }

    private static ByteBuffer resized(byte[] frame, int bodyBytes) {
        ByteBuffer bytes = ModelBytes.of(Arrays.copyOf(frame, HEADER + bodyBytes));
        return bytes.putInt(SIZE, HEADER + bodyBytes);
    }

    private static byte[] sealed(ByteBuffer frame, boolean body) {
        if (body) {
            Header.bodyChecksum(frame).put(frame, Header.CHECKSUM_BODY);
        }
        Header.headerChecksum(frame).put(frame, Header.CHECKSUM);
        return frame.array();
    }
}
