package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;

/** Takes a state, as 64-bit words in an order that never varies. */
public interface WordSink {
    void put(long[] words, int at, int count) throws IOException;

    default void put(long word) throws IOException {
        put(new long[] {word}, 0, 1);
    }

    default void put(U128 value) throws IOException {
        put(value.low());
        put(value.high());
    }
}
