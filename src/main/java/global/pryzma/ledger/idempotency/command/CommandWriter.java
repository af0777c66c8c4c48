package global.pryzma.ledger.idempotency.command;

import global.pryzma.ledger.idempotency.packed.UuidText;
import global.pryzma.ledger.money.Amount;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Writes a command in canonical form: one JSON object in UTF-8 without white space, its fields in
 * the order of the calls, absent ones left out, maps sorted by key, texts escaped as RFC 8785 says.
 *
 * <p>By hand, because the bytes are permanent: what a JSON library escapes is for its next version
 * to change, and a configuration's to choose.
 */
public final class CommandWriter {
    private static final char FIRST_PRINTABLE = ' ';
    private static final char BEYOND_ASCII = 0x80;

    /** After so many objects others get the processor. */
    private static final int TURN = 512;

    /** Of a number of 64 bits. */
    private static final int MAX_DIGITS = 19;

    /** Of an answer, about. */
    private static final int PIECE = 128 * 1024;

    private final HexFormat hex;
    private final boolean isAnswer;

    /** What does not change any more, of an answer. */
    private final List<byte[]> pieces = new ArrayList<>(1);

    private byte[] json;
    private int length;

    private CommandWriter(HexFormat hex, boolean isAnswer, int bytes) {
        this.hex = hex;
        this.isAnswer = isAnswer;
        this.json = new byte[bytes];
        put('{');
    }

    /** Begins a command. */
    public static CommandWriter begin() {
        return begin(256);
    }

    /**
     * Begins a command.
     *
     * @param bytes that are expected
     */
    public static CommandWriter begin(int bytes) {
        return new CommandWriter(HexFormat.of(), false, bytes);
    }

    /**
     * Begins no command but an answer with many objects, and writes it as the framework would, in a
     * fraction of its time: that escapes surrogates too, and with capital digits.
     */
    public static CommandWriter beginAnswer() {
        return new CommandWriter(HexFormat.of().withUpperCase(), true, PIECE);
    }

    public CommandWriter text(String name, @Nullable String value) {
        if (value != null) {
            field(name);
            quote(value);
        }
        return this;
    }

    public CommandWriter uuid(String name, @Nullable UUID value) {
        if (value != null) {
            field(name);
            quote(value);
        }
        return this;
    }

    private void quote(UUID value) {
        room(UuidText.LENGTH + 2);
        json[length++] = '"';
        UuidText.put(json, length, value.getMostSignificantBits(), value.getLeastSignificantBits());
        length += UuidText.LENGTH;
        json[length++] = '"';
    }

    public CommandWriter number(String name, long value) {
        field(name);
        if (value < 0) {
            plain(Long.toString(value));
        } else {
            digits(value);
        }
        return this;
    }

    /** An amount, as a text. */
    public CommandWriter amount(String name, Amount value) {
        field(name);
        put('"');
        if (value.high() == 0 && value.low() >= 0) {
            digits(value.low());
        } else {
            plain(value.toString());
        }
        put('"');
        return this;
    }

    /** A number that is not negative. */
    private void digits(long value) {
        room(MAX_DIGITS);
        int end = length + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        length = end;
        long rest = value;
        do {
            json[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** A list in its own order. */
    public CommandWriter texts(String name, @Nullable List<String> values) {
        if (values != null) {
            field(name);
            put('[');
            for (String value : values) {
                separate();
                quote(value);
            }
            put(']');
        }
        return this;
    }

    /** A list of objects in its own order, each written as a command is. */
    public <T> CommandWriter objects(
            String name, List<T> items, BiConsumer<T, CommandWriter> fields) {
        field(name);
        put('[');
        int count = 0;
        for (T item : items) {
            separate();
            put('{');
            fields.accept(item, this);
            put('}');
            if (++count % TURN == 0) {
                Thread.yield();
            }
        }
        put(']');
        return this;
    }

    /** An object; null leaves it out. */
    public <T> CommandWriter object(
            String name, @Nullable T value, BiConsumer<T, CommandWriter> fields) {
        if (value != null) {
            field(name);
            put('{');
            fields.accept(value, this);
            put('}');
        }
        return this;
    }

    /** A map sorted by key, in the order of UTF-16 code units. */
    public CommandWriter textMap(String name, @Nullable Map<String, String> values) {
        if (values != null) {
            field(name);
            put('{');
            new TreeMap<>(values)
                    .forEach((key, value) -> {
                        separate();
                        quote(key);
                        put(':');
                        quote(value);
                    });
            put('}');
        }
        return this;
    }

    /** Ends the command; nothing can be written to it afterwards. */
    public byte[] end() {
        put('}');
        return Arrays.copyOf(json, length);
    }

    /** The same of an answer. */
    public List<byte[]> endPieces() {
        pieces.add(end());
        return List.copyOf(pieces);
    }

    /** A name of ours is copied as it is: characters of ASCII that need no escape. */
    @SuppressWarnings("deprecation") // it takes the low byte of each character, which is all
    private void field(String name) {
        int chars = name.length();
        room(chars + 4);
        byte[] out = json;
        int at = length;
        byte last = out[at - 1];
        if (last != '{' && last != '[') {
            out[at++] = ',';
        }
        out[at++] = '"';
        name.getBytes(0, chars, out, at);
        at += chars;
        out[at++] = '"';
        out[at++] = ':';
        length = at;
    }

    private void separate() {
        byte last = json[length - 1];
        if (last != '{' && last != '[') {
            put(',');
        }
    }

    private void quote(String text) {
        int chars = text.length();
        room(chars + 2);
        byte[] out = json;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < FIRST_PRINTABLE || c >= BEYOND_ASCII || c == '"' || c == '\\') {
                length = at;
                special(text, i);
                put('"');
                return;
            }
            out[at++] = (byte) c;
        }
        out[at++] = '"';
        length = at;
    }

    /** The rest of a text from its first character on that does not stand for itself. */
    private void special(String text, int first) {
        int from = first;
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST_PRINTABLE
                    || c == '"'
                    || c == '\\'
                    || (isAnswer && Character.isSurrogate(c))) {
                utf8(text, from, i);
                escaped(c);
                from = i + 1;
            }
        }
        utf8(text, from, text.length());
    }

    private void utf8(String text, int from, int to) {
        byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
        room(bytes.length);
        System.arraycopy(bytes, 0, json, length, bytes.length);
        length += bytes.length;
    }

    private void escaped(char c) {
        switch (c) {
            case '"' -> plain("\\\"");
            case '\\' -> plain("\\\\");
            case '\b' -> plain("\\b");
            case '\t' -> plain("\\t");
            case '\n' -> plain("\\n");
            case '\f' -> plain("\\f");
            case '\r' -> plain("\\r");
            default -> plain("\\u" + hex.toHexDigits(c));
        }
    }

    /** Characters of ASCII that need no escape. */
    private void plain(String ascii) {
        int chars = ascii.length();
        room(chars);
        byte[] out = json;
        int at = length;
        for (int i = 0; i < chars; i++) {
            out[at++] = (byte) ascii.charAt(i);
        }
        length = at;
    }

    private void put(int character) {
        room(1);
        json[length++] = (byte) character;
    }

    private void room(int bytes) {
        if (isAnswer && json.length - length < bytes) {
            pieces.add(Arrays.copyOf(json, length - 1));
            json[0] = json[length - 1]; // which tells what may come behind it
            length = 1;
        }
        if (json.length - length < bytes) {
            json = Arrays.copyOf(json, Math.max(2 * json.length, length + bytes));
        }
    }
}
