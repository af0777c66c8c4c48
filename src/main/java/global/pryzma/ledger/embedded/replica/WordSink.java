package global.pryzma.ledger.embedded.replica;

import java.io.IOException;

/** Takes a state, as 64-bit words in an order that never varies. */
interface WordSink {
    void put(long[] words, int at, int count) throws IOException;

    default void put(long word) throws IOException {
        put(new long[] {word}, 0, 1);
    }

    default void put(U128 value) throws IOException {
        put(value.low());
        put(value.high());
    }
}
