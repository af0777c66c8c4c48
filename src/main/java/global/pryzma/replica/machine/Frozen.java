package global.pryzma.replica.machine;

import java.io.IOException;

/**
 * A part of the state as it was at one moment. It may be written on another thread while the state
 * itself goes on.
 */
public interface Frozen {
    void writeTo(WordSink sink) throws IOException;
}
