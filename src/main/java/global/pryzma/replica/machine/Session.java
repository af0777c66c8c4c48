package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the replica knows of one registered client: its last committed request and the whole reply
 * to it, which is sent again, byte for byte, when that request comes again.
 *
 * @param number the commit number of its registration
 * @param commit the commit number of its last request
 * @param reply the frame of the last reply; empty while recovery has not yet come to the last one
 */
public record Session(
        U128 client,
        long number,
        int release,
        long commit,
        int request,
        U128 requestChecksum,
        byte[] reply) {

    void writeTo(WordSink sink) throws IOException {
        sink.put(client);
        sink.put(number);
        sink.put(release);
        sink.put(commit);
        sink.put(request);
        sink.put(requestChecksum);
        sink.put(reply.length);
        ByteBuffer padded =
                Header.littleEndian(Arrays.copyOf(reply, words(reply.length) * Long.BYTES));
        while (padded.hasRemaining()) {
            sink.put(padded.getLong());
        }
    }

    static Session load(WordSource source) throws IOException {
        U128 client = source.getWide();
        long number = source.get();
        int release = (int) source.get();
        long commit = source.get();
        int request = (int) source.get();
        U128 requestChecksum = source.getWide();
        int length = Math.toIntExact(source.get());
        ByteBuffer padded = Header.littleEndian(new byte[words(length) * Long.BYTES]);
        while (padded.hasRemaining()) {
            padded.putLong(source.get());
        }
        byte[] reply = Arrays.copyOf(padded.array(), length);
        return new Session(client, number, release, commit, request, requestChecksum, reply);
    }

    private static int words(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES;
    }

    /** What the next request has to name as its parent. */
    public U128 context() {
        return Reply.context(reply);
    }
}
