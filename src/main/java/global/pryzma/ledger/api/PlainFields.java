package global.pryzma.ledger.api;

import global.pryzma.ledger.money.Amount;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The fields of one object in a {@link PlainText}: texts without escapes, a few of them. They are
 * asked for one by one; one of another form than the asked one is noted, and makes the whole not
 * plain. The object is used again for the next one.
 */
public final class PlainFields {
    private static final int MOST = 8;
    private static final int DIGITS_OF_A_LONG = 18;
    private static final UUID NO_UUID = new UUID(0, 0);

    /** What may stand for itself in a text, and is ASCII. */
    private static final byte PLAIN = 0;

    private static final byte BEYOND_ASCII = 1;
    private static final byte SPECIAL = 2;
    private static final byte[] KINDS = kinds();

    private final byte[] body;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    /** Of each field where its name begins and ends, and its value, without the quotes. */
    private final int[] places = new int[4 * MOST];

    private int count;
    private int asked;
    private boolean isFlawed;

    PlainFields(byte[] body) {
        this.body = body;
    }

    /** Reads the object that begins here; tells where it ends, or -1 if it is not plain. */
    int read(int from) {
        count = 0;
        asked = 0;
        isFlawed = false;
        if (!isAt(from, '{')) {
            return -1;
        }
        int at = from;
        do {
            int name = endOfSpace(at + 1);
            int endOfName = endOfText(name);
            int colon = endOfName < 0 ? -1 : endOfSpace(endOfName);
            if (colon < 0 || !isAt(colon, ':') || count == MOST) {
                return -1;
            }
            int value = endOfSpace(colon + 1);
            int endOfValue = endOfText(value);
            if (endOfValue < 0) {
                return -1;
            }
            note(name + 1, endOfName - 1, value + 1, endOfValue - 1);
            at = endOfSpace(endOfValue);
        } while (isAt(at, ','));
        return isAt(at, '}') ? at + 1 : -1;
    }

    private void note(int name, int endOfName, int value, int endOfValue) {
        int place = 4 * count++;
        places[place] = name;
        places[place + 1] = endOfName;
        places[place + 2] = value;
        places[place + 3] = endOfValue;
    }

    boolean isAt(int at, char wanted) {
        return at < body.length && body[at] == wanted;
    }

    int endOfSpace(int from) {
        int at = from;
        while (at < body.length
                && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Where the text ends that begins here, behind its quote; -1 if it is not plain. */
    int endOfText(int from) {
        if (!isAt(from, '"')) {
            return -1;
        }
        int at = from + 1;
        while (at < body.length && KINDS[body[at] & 0xFF] != SPECIAL) {
            at++;
        }
        return isAt(at, '"') ? at + 1 : -1;
    }

    /** A field that has to be there, a text {@code 8-4-4-4-12} of hex digits. */
    public UUID uuid(String name) {
        int place = find(name);
        UUID read = place < 0 ? null : StrictUuid.parse(body, places[place + 2], places[place + 3]);
        return read == null ? flaw(NO_UUID) : read;
    }

    /** A field that has to be there, an amount of at least 1. */
    public Amount amount(String name) {
        int place = find(name);
        if (place < 0) {
            return flaw(Amount.ZERO);
        }
        int from = places[place + 2];
        int to = places[place + 3];
        if (to == from || to - from > DIGITS_OF_A_LONG || body[from] == '0') {
            return flaw(Amount.ZERO);
        }
        long amount = 0;
        for (int i = from; i < to; i++) {
            int digit = body[i] - '0';
            if (digit < 0 || digit > 9) {
                return flaw(Amount.ZERO);
            }
            amount = amount * 10 + digit;
        }
        return Amount.of(amount);
    }

    /** A text of 1 to {@code maxLength} characters (Unicode code points); null if it is absent. */
    public @Nullable String optionalText(String name, int maxLength) {
        int place = find(name);
        if (place < 0) {
            return null;
        }
        String text = text(places[place + 2], places[place + 3]);
        return text == null || text.isEmpty() || text.codePointCount(0, text.length()) > maxLength
                ? flaw("")
                : text;
    }

    /** Whether no other field was there, and each asked one of its form. */
    boolean wereAllAskedFor() {
        return !isFlawed && asked == count;
    }

    private <T> T flaw(T standIn) {
        isFlawed = true;
        return standIn;
    }

    /** The place of a field; -1 if it is absent. One that is there twice is asked for once. */
    private int find(String name) {
        int length = name.length();
        for (int place = 0; place < 4 * count; place += 4) {
            if (places[place + 1] - places[place] == length && isAt(places[place], name)) {
                asked++;
                return place;
            }
        }
        return -1;
    }

    boolean isAt(int from, String word) {
        if (body.length - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (body[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Null for anything else. */
    @Nullable String ascii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (KINDS[body[i] & 0xFF] != PLAIN) {
                return null;
            }
        }
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Null for malformed UTF-8. */
    private @Nullable String text(int from, int to) {
        String ascii = ascii(from, to);
        if (ascii != null) {
            return ascii;
        }
        try {
            return utf8.decode(ByteBuffer.wrap(body, from, to - from)).toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 0, ' ', SPECIAL);
        kinds['"'] = SPECIAL;
        kinds['\\'] = SPECIAL;
        Arrays.fill(kinds, 0x80, 256, BEYOND_ASCII);
        return kinds;
    }
}
