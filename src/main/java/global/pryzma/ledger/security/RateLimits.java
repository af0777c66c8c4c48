package global.pryzma.ledger.security;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.UUID;

/**
 * The limits on how many requests this instance takes: of a credential, of an organisation, and, as
 * far as they ask for tokens or bring wrong ones, of an address. The instances know nothing of each
 * other's.
 */
@Singleton
public final class RateLimits {
    private final Buckets<String> credentials;
    private final Buckets<UUID> organisations;
    private final Buckets<Object> addresses;

    private final RateSettings settings;
    private final Standing standing;

    RateLimits(RateSettings settings, Standing standing) {
        Duration second = Duration.ofSeconds(1);
        this.settings = settings;
        this.standing = standing;
        this.credentials = new Buckets<>("credential", second);
        this.organisations = new Buckets<>("organisation", second);
        this.addresses = new Buckets<>("address", Duration.ofMinutes(1));
    }

    /**
     * Counts a request of a caller who has proved who it is.
     *
     * @throws ProblemException {@link ProblemCode#RATE_LIMITED}
     */
    public void require(HttpRequest<?> request, Caller caller) {
        long quota = standing.rateOf(caller).orElse(settings.credentialPerSecond());
        Rate credential = credentials.take(caller.clientId(), quota);
        if (!credential.isGranted()) {
            throw refusal(request, credential, "this credential");
        }
        Rate organisation =
                organisations.take(caller.organisation(), settings.organisationPerSecond());
        if (!organisation.isGranted()) {
            credentials.giveBack(caller.clientId(), quota);
            throw refusal(request, organisation, "this organisation");
        }
        new Rate(
                        credential.policy() + ", " + organisation.policy(),
                        credential.left() + ", " + organisation.left(),
                        0)
                .attachTo(request);
    }

    /**
     * Counts a request of a caller who has yet to prove who it is, by where it comes from.
     *
     * @throws ProblemException {@link ProblemCode#RATE_LIMITED}
     */
    public void requireOfAddress(HttpRequest<?> request) {
        Rate rate = addresses.take(ClientAddress.of(request).site(), settings.addressPerMinute());
        if (!rate.isGranted()) {
            throw refusal(request, rate, "this address, for tokens or with wrong ones");
        }
        rate.attachTo(request);
    }

    /** The caller has proved it: the request is not the address's any more. */
    void forgive(HttpRequest<?> request) {
        addresses.giveBack(ClientAddress.of(request).site(), settings.addressPerMinute());
    }

    private static ProblemException refusal(HttpRequest<?> request, Rate rate, String whose) {
        rate.attachTo(request);
        return ProblemException.of(
                ProblemCode.RATE_LIMITED, "Too many requests of " + whose + ": wait");
    }
}
