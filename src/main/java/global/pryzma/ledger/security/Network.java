package global.pryzma.ledger.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The addresses with a common prefix, in CIDR notation (RFC 4632, RFC 4291): {@code 10.1.0.0/16},
 * or one address alone.
 *
 * @param prefix an address, the bits behind {@code length} zero; not to be changed
 * @param length in bits
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its text alone
public record Network(byte[] prefix, int length) {
    private static final int BITS = 8;

    /** Digits alone, so that no name is ever looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * The network with this text; empty for anything else, and for one with bits behind its length.
     */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            int bits = bytes.length * BITS;
            int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return length < 0
                            || length > bits
                            || IntStream.range(length, bits).anyMatch(i -> bit(bytes, i))
                    ? Optional.empty()
                    : Optional.of(new Network(bytes, length));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether the address is one of them; one of IPv4 that is written in IPv6 is one of IPv4. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == prefix.length
                && IntStream.range(0, length).allMatch(i -> bit(bytes, i) == bit(prefix, i));
    }

    private static boolean bit(byte[] bytes, int index) {
        return (bytes[index / BITS] >> (BITS - 1 - index % BITS) & 1) == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network(byte[] its, int itsLength)
                && length == itsLength
                && Arrays.equals(prefix, its);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prefix) + length;
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + length;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
