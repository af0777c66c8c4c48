package global.pryzma.ledger.http;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * The limits of the HTTP side.
 *
 * @param maxBodyBytes the largest body that is read
 * @param maxConcurrentRequests how many requests are worked on at once, before more are refused
 */
@ConfigurationProperties("pryzma.http")
record HttpSettings(
        @Bindable(defaultValue = "65536") int maxBodyBytes,
        @Bindable(defaultValue = "2048") int maxConcurrentRequests) {
    @ConfigurationInject
    HttpSettings {
        if (maxBodyBytes < 1 || maxConcurrentRequests < 1) {
            throw new IllegalArgumentException("pryzma.http.* are at least 1");
        }
    }
}
