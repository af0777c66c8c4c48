package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits, such as {@code 10.1.0.0/16}; one address alone is
 * such a range as well.
 */
public record AddressRange(InetAddress first, int bits) {
    /** In CIDR notation (RFC 4632, RFC 4291), in digits alone. */
    private static final Pattern NETWORK =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

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

    /**
     * Reads the same from somebody who is to mean it: no range with bits behind its length, whose
     * writer may have had another one in mind. Empty for any other text.
     */
    public static Optional<AddressRange> network(String text) {
        if (!NETWORK.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            AddressRange range = parse(text);
            byte[] first = range.first.getAddress();
            return Arrays.equals(range.kept(first), first) ? Optional.of(range) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** In CIDR notation. */
    public String text() {
        return first.getHostAddress() + "/" + bits;
    }

    /** One of IPv4 that is written in IPv6 is one of IPv4. */
    public boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        return own.length == other.length && Arrays.equals(kept(own), kept(other));
    }

    /**
     * Whether one of them contains the address; one that is not known is in none.
     *
     * @param ranges null for all addresses
     */
    static boolean anyContains(@Nullable List<AddressRange> ranges, @Nullable InetAddress address) {
        return ranges == null
                || address != null && ranges.stream().anyMatch(it -> it.contains(address));
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
