package global.pryzma.replica.protocol;

import java.nio.ByteBuffer;

/**
 * One message as it came, both checksums verified.
 *
 * @param header its first 256 bytes, little-endian
 */
public record Frame(ByteBuffer header, byte[] body) {
    public int command() {
        return header.get(Header.COMMAND) & 0xff;
    }
}
