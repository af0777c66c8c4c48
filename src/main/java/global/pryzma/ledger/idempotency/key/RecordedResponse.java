package global.pryzma.ledger.idempotency.key;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A response as it is kept and replayed, byte for byte.
 *
 * @param status the HTTP status
 * @param pieces the body's bytes; not to be changed. There are several of one that is large: an
 *     array of megabytes has the collector begin a cycle each time it is made
 */
public record RecordedResponse(int status, String contentType, List<byte[]> pieces) {
    /** One of a single piece, which is not copied. */
    public RecordedResponse(int status, String contentType, byte[] body) {
        this(status, contentType, List.of(body));
    }

    /** All of the body; not to be changed. */
    public byte[] body() {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        ByteBuffer body = ByteBuffer.allocate(pieces.stream().mapToInt(it -> it.length).sum());
        pieces.forEach(body::put);
        return body.array();
    }
}
