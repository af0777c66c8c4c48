package global.pryzma.ledger.idempotency.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what a {@link Packer} has written. Every method throws IllegalArgumentException for
 * anything else.
 */
final class Unpacker {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int ID = 16;

    private final ByteBuffer in;
    private final KnownIds ids;
    private byte[] out = new byte[512];
    private int length;

    Unpacker(byte[] packed, KnownIds ids) {
        this.in = ByteBuffer.wrap(packed);
        this.ids = ids;
    }

    int next() {
        try {
            return Byte.toUnsignedInt(in.get());
        } catch (BufferUnderflowException cutOff) {
            throw new IllegalArgumentException("packed bytes without an end", cutOff);
        }
    }

    int number() {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = next();
            number |= (next & 0x7F) << shift;
            if (next < 0x80 && number >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that is too large");
    }

    /** All that is left. */
    byte[] rest() {
        try {
            while (in.hasRemaining()) {
                piece(next());
            }
        } catch (BufferUnderflowException cutOff) {
            throw new IllegalArgumentException("packed bytes without an end", cutOff);
        }
        return Arrays.copyOf(out, length);
    }

    private void piece(int token) {
        if (token < Token.FRAGMENTS) {
            int from = grow(1);
            out[from] = (byte) token;
        } else if (token < Token.RAW) {
            fragment(token - Token.FRAGMENTS);
        } else if (token < Token.ID_TEXT) {
            int count = token - Token.RAW + 1;
            int from = grow(count);
            in.get(out, from, count);
        } else if (token < Token.ID_BYTES) {
            int place = token - Token.ID_TEXT;
            uuid(ids.high(place), ids.low(place));
        } else if (token < Token.NEW_ID_TEXT) {
            int place = token - Token.ID_BYTES;
            int from = grow(ID);
            LONG.set(out, from, ids.high(place));
            LONG.set(out, from + Long.BYTES, ids.low(place));
        } else {
            switch (token) {
                case Token.NEW_ID_TEXT -> {
                    long high = in.getLong();
                    long low = in.getLong();
                    ids.add(high, low);
                    uuid(high, low);
                }
                case Token.TIME_TEXT -> {
                    int from = grow(TimeText.LENGTH);
                    TimeText.put(out, from, in.getLong());
                }
                case Token.ZEROS -> {
                    int count = next();
                    int from = grow(count);
                    Arrays.fill(out, from, from + count, (byte) 0);
                }
                default -> throw new IllegalArgumentException("an unknown token " + token);
            }
        }
    }

    private void fragment(int number) {
        if (number >= Fragments.count()) {
            throw new IllegalArgumentException("no text has the number " + number);
        }
        byte[] text = Fragments.text(number);
        int from = grow(text.length);
        System.arraycopy(text, 0, out, from, text.length);
    }

    private void uuid(long high, long low) {
        int from = grow(UuidText.LENGTH);
        UuidText.put(out, from, high, low);
    }

    /** Where the next so many bytes are to be written; {@link #out} may be another then. */
    private int grow(int bytes) {
        int from = length;
        length += bytes;
        if (out.length < length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length));
        }
        return from;
    }
}
