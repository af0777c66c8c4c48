package global.pryzma.ledger.http;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * The limits of the HTTP side.
 *
 * @param maxBodyBytes the largest body that is read
 * @param maxConnections how many connections of clients are open at once, before more are closed
 * @param maxConcurrentRequests how many requests are worked on at once, before more are refused
 * @param organisationSharePercent how many of these may be one organisation's, and how much of the
 *     shared connections to Postgres they may use, 1 to 100
 */
@ConfigurationProperties("pryzma.http")
record HttpSettings(
        @Bindable(defaultValue = "65536") int maxBodyBytes,
        @Bindable(defaultValue = "8192") int maxConnections,
        @Bindable(defaultValue = "2048") int maxConcurrentRequests,
        @Bindable(defaultValue = "50") int organisationSharePercent) {
    @ConfigurationInject
    HttpSettings {
        if (maxBodyBytes < 1 || maxConnections < 1 || maxConcurrentRequests < 1) {
            throw new IllegalArgumentException("pryzma.http.max-* are at least 1");
        }
        if (organisationSharePercent < 1 || organisationSharePercent > 100) {
            throw new IllegalArgumentException(
                    "pryzma.http.organisation-share-percent is 1 to 100");
        }
    }

    int requestsOfAnOrganisation() {
        return (int) Math.max(1, (long) maxConcurrentRequests * organisationSharePercent / 100);
    }
}
