package global.pryzma.ledger.http.connection;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * The addresses that begin with the same bits, such as {@code 10.1.0.0/16}; one address alone is
 * such a range as well.
 */
public record AddressRange(InetAddress first, int bits) {
    public AddressRange {
        if (bits < 0 || bits > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(first + " has no " + bits + " bits");
        }
    }

    /**
     * Reads {@code address} or {@code address/bits}.
     *
     * @throws IllegalArgumentException for any other text, names included
     */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        InetAddress first = InetAddress.ofLiteral(parts[0]);
        return switch (parts.length) {
            case 1 -> new AddressRange(first, first.getAddress().length * Byte.SIZE);
            case 2 -> new AddressRange(first, Integer.parseInt(parts[1]));
            default -> throw new IllegalArgumentException(text + " is no range of addresses");
        };
    }

    public boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        return own.length == other.length && Arrays.equals(kept(own), kept(other));
    }

    /** The address with nothing behind those bits. */
    private byte[] kept(byte[] address) {
        byte[] kept = Arrays.copyOf(Arrays.copyOf(address, (bits + 7) / 8), address.length);
        if (bits % 8 != 0) {
            kept[bits / 8] &= (byte) (0xff << (8 - bits % 8));
        }
        return kept;
    }
}
