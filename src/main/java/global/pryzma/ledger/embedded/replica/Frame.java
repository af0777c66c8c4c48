package global.pryzma.ledger.embedded.replica;

import java.nio.ByteBuffer;

/**
 * One message as it came, both checksums verified.
 *
 * @param header its first 256 bytes, little-endian
 */
record Frame(ByteBuffer header, byte[] body) {
    int command() {
        return header.get(Header.COMMAND) & 0xff;
    }
}
