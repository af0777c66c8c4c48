package global.pryzma.ledger.operations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Where the service tells operators' machines of itself.
 *
 * @param host the address that it listens at; everybody who reaches it may read everything there
 * @param port 0 for any that is free, -1 for none
 */
@ConfigurationProperties("pryzma.management")
record ManagementSettings(
        @Bindable(defaultValue = "127.0.0.1") String host,
        @Bindable(defaultValue = "8081") int port) {
    private static final int PORTS = 65_536;

    ManagementSettings {
        if (port < -1 || port >= PORTS) {
            throw new IllegalArgumentException("pryzma.management.port is -1 to 65535");
        }
    }

    boolean isOff() {
        return port < 0;
    }
}
