package global.pryzma.ledger.http;

import global.pryzma.ledger.http.connection.TimeLimits;
import global.pryzma.ledger.security.AddressRange;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * The limits of the HTTP side.
 *
 * @param maxBodyBytes the largest body that is read
 * @param maxLargeBodyBytes the largest body that is read of a request that may have many items
 * @param largeBodyMemoryPercent how much of the heap such bodies may take together while they
 *     arrive and are worked on, 1 to 100
 * @param maxConnections how many connections of clients are open at once, before more are closed
 * @param maxConnectionsPerAddress how many of these may come from one address
 * @param trustedProxies addresses, or ranges of them ({@code 10.1.0.0/16}), without such a limit
 * @param maxConcurrentRequests how many requests are worked on at once, before more are refused
 * @param organisationSharePercent how many of these may be one organisation's, and how much of the
 *     shared connections to Postgres they may use, 1 to 100
 * @param answerMemoryPercent how much of the heap answers may take that are being made or have not
 *     been taken, and what is made of large bodies, before more are refused, 1 to 100
 * @param headerTimeout the time for a request's line and headers, from its first byte on
 * @param bodyTimeout the time for the whole body, from then on
 * @param answerTimeout the time in which a client has to take a whole answer, or a part of one that
 *     is made while it is taken
 * @param idleTimeout how long a connection may stay open without a request
 */
@ConfigurationProperties("pryzma.http")
record HttpSettings(
        @Bindable(defaultValue = "65536") int maxBodyBytes,
        @Bindable(defaultValue = "16777216") int maxLargeBodyBytes,
        @Bindable(defaultValue = "10") int largeBodyMemoryPercent,
        @Bindable(defaultValue = "8192") int maxConnections,
        @Bindable(defaultValue = "1024") int maxConnectionsPerAddress,
        @Nullable List<String> trustedProxies,
        @Bindable(defaultValue = "2048") int maxConcurrentRequests,
        @Bindable(defaultValue = "50") int organisationSharePercent,
        @Bindable(defaultValue = "25") int answerMemoryPercent,
        @Bindable(defaultValue = "10s") Duration headerTimeout,
        @Bindable(defaultValue = "20s") Duration bodyTimeout,
        @Bindable(defaultValue = "20s") Duration answerTimeout,
        @Bindable(defaultValue = "75s") Duration idleTimeout) {
    @ConfigurationInject
    HttpSettings {
        trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
        if (maxBodyBytes < 1
                || maxLargeBodyBytes < maxBodyBytes
                || maxConnections < 1
                || maxConnectionsPerAddress < 1
                || maxConcurrentRequests < 1) {
            throw new IllegalArgumentException(
                    "pryzma.http.max-* are at least 1, and a large body is no smaller than others");
        }
        requirePercent("organisation-share-percent", organisationSharePercent);
        requirePercent("large-body-memory-percent", largeBodyMemoryPercent);
        requirePercent("answer-memory-percent", answerMemoryPercent);
    }

    int requestsOfAnOrganisation() {
        return (int) Math.max(1, (long) maxConcurrentRequests * organisationSharePercent / 100);
    }

    long answerBytes() {
        return Runtime.getRuntime().maxMemory() / 100 * answerMemoryPercent;
    }

    /** At least one of the largest finds room. */
    long largeBodyBytes() {
        return Math.max(
                maxLargeBodyBytes, Runtime.getRuntime().maxMemory() / 100 * largeBodyMemoryPercent);
    }

    TimeLimits timeLimits() {
        return new TimeLimits(headerTimeout, bodyTimeout, answerTimeout, idleTimeout);
    }

    List<AddressRange> proxies() {
        return trustedProxies == null
                ? List.of()
                : trustedProxies.stream().map(AddressRange::parse).toList();
    }

    private static void requirePercent(String name, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("pryzma.http." + name + " is 1 to 100");
        }
    }
}
