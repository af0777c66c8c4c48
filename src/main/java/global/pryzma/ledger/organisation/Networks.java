package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.Network;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/** The form of a credential's networks in its row: CIDR notation with spaces between. */
final class Networks {
    private Networks() {}

    /** What can't be read, as after a change by hand, has no address in it. */
    static List<Network> ofColumn(@Nullable String column) {
        return column == null
                ? List.of()
                : Stream.of(column.split(" ")).flatMap(it -> Network.parse(it).stream()).toList();
    }

    static @Nullable String column(List<String> networks) {
        return networks.isEmpty() ? null : String.join(" ", networks);
    }
}
