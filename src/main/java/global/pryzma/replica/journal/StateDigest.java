package global.pryzma.replica.journal;

import global.pryzma.replica.machine.WordSink;
import global.pryzma.replica.protocol.Header;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over everything that the committed messages have made: two replicas with the same digest
 * would give the same answers from here on.
 */
public final class StateDigest implements WordSink {
    private static final int BUFFER_BYTES = 1 << 16;

    private final MessageDigest sha256;
    private final ByteBuffer buffer = Header.littleEndian(new byte[BUFFER_BYTES]);

    private StateDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits. */
    public static String of(ReplicaState state) {
        var digest = new StateDigest();
        try {
            state.freeze().writeTo(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        digest.flush();
        return HexFormat.of().formatHex(digest.sha256.digest());
    }

    @Override
    public void put(long[] words, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(words[i]);
        }
    }

    private void flush() {
        sha256.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
