package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.AddressRange;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The form of a credential's networks in its row: CIDR notation with spaces between. */
final class Networks {
    private Networks() {}

    /** What can't be read, as after a change by hand, has no address in it. */
    static List<AddressRange> ofColumn(@Nullable String column) {
        return texts(column).stream().flatMap(it -> AddressRange.network(it).stream()).toList();
    }

    static List<String> texts(@Nullable String column) {
        return column == null ? List.of() : List.of(column.split(" "));
    }

    static @Nullable String column(List<String> networks) {
        return networks.isEmpty() ? null : String.join(" ", networks);
    }
}
