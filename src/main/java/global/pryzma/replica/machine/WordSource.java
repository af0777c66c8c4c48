package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;

/** Gives back what a {@link WordSink} took. */
public interface WordSource {
    void get(long[] words, int at, int count) throws IOException;

    default long get() throws IOException {
        long[] word = new long[1];
        get(word, 0, 1);
        return word[0];
    }

    default U128 getWide() throws IOException {
        long low = get();
        return new U128(low, get());
    }
}
