package global.pryzma.ledger.security;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The list of those who may not act at present, as this instance knows it: read every two seconds,
 * so that each instance keeps to a change within five, and without a question to anybody for a
 * request. When it can't be read the last one holds for a while; after that nobody is let in,
 * because who can't be checked is refused.
 */
@Singleton
public final class Standing implements OwnReading {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final StandingSource source;
    private final Duration held;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    @Inject
    Standing(StandingSource source, SecuritySettings settings) {
        this(source, settings.standingHeld(), System::nanoTime);
    }

    Standing(StandingSource source, Duration held, LongSupplier nanoTime) {
        this.source = source;
        this.held = held;
        this.nanoTime = nanoTime;
    }

    private record Reading(StandingList list, long since) {}

    /**
     * The list as it is known.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE} if that is too old
     */
    StandingList current() {
        Reading reading = last;
        if (reading == null || nanoTime.getAsLong() - reading.since() > held.toNanos()) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "it can't be found out at present whether the token was revoked"));
        }
        return reading.list();
    }

    /**
     * What is against a caller: its credential holds no more, or may not be used from there.
     *
     * @param address null where it is not known
     */
    Optional<TokenFault> faultOf(Caller caller, @Nullable InetAddress address) {
        StandingList list = current();
        Ended ended = list.ended().get(caller.clientId());
        if (ended != null) {
            return Optional.of(ended.fault());
        }
        return AddressRange.anyContains(list.networks().get(caller.clientId()), address)
                ? Optional.empty()
                : Optional.of(TokenFault.ADDRESS_NOT_ALLOWED);
    }

    /** Who a client of the external issuer is. */
    Registration client(String id) {
        StandingList list = current();
        Caller client = list.clients().get(id);
        if (client != null) {
            return new Registration.Known(client);
        }
        Ended ended = list.ended().get(id);
        return ended == null ? new Registration.None() : new Registration.Over(ended);
    }

    /** Whether tokens of the caller are of any use at present, from wherever they are used. */
    boolean isGood(Caller caller) {
        StandingList list = current();
        return !list.ended().containsKey(caller.clientId())
                && !list.suspended().contains(caller.organisation());
    }

    /** How many requests a second the credential may make, if that was set for it. */
    OptionalInt rateOf(Caller caller) {
        Integer rate = current().rates().get(caller.clientId());
        return rate == null ? OptionalInt.empty() : OptionalInt.of(rate);
    }

    /** How many requests of the organisation are worked on at once, if that was set for it. */
    public OptionalInt requestsInFlight(UUID organisation) {
        Integer most = current().requestsInFlight().get(organisation);
        return most == null ? OptionalInt.empty() : OptionalInt.of(most);
    }

    /** Refuses a caller whose organisation is suspended. */
    void requireThatItMayAct(Caller caller) {
        if (current().suspended().contains(caller.organisation())) {
            throw ProblemException.of(
                    ProblemCode.ORGANISATION_SUSPENDED, "The organisation may not act at present");
        }
    }

    @Override
    public String name() {
        return "standing";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** Reads the list anew. Its age counts from before the question. */
    @Override
    public void run() {
        long since = nanoTime.getAsLong();
        last = new Reading(source.read(), since);
    }
}
