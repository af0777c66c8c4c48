package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

class StandingTest {
    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final Caller GOOD = new Caller(ORGANISATION, "good", Set.of());
    private static final Caller REVOKED = new Caller(ORGANISATION, "revoked", Set.of());
    private static final Caller INSIDE = new Caller(ORGANISATION, "inside", Set.of());
    private static final Duration HELD = Duration.ofSeconds(60);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap
    private final AtomicBoolean away = new AtomicBoolean();
    private final Standing standing = new Standing(this::read, HELD, nanoTime::get);

    private StandingList read() {
        if (away.get()) {
            throw new IllegalStateException("Postgres is away");
        }
        return new StandingList(
                Set.of(),
                Map.of("revoked", Ended.REVOKED),
                Map.of("inside", List.of(AddressRange.network("10.0.0.0/8").orElseThrow())),
                Map.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void whileItCantBeReadTheLastListHoldsForAMinute() {
        standing.run();
        away.set(true);
        assertThatThrownBy(standing::run).isInstanceOf(IllegalStateException.class);
        nanoTime.addAndGet(HELD.toNanos());
        assertThat(standing.faultOf(GOOD, null)).isEmpty();
        assertThat(standing.faultOf(REVOKED, null)).contains(TokenFault.REVOKED);
        nanoTime.incrementAndGet();
        assertUnavailable(GOOD);
        assertUnavailable(REVOKED);
        away.set(false);
        standing.run();
        assertThat(standing.faultOf(GOOD, null)).isEmpty();
    }

    @Test
    void nobodyIsLetInBeforeTheFirstReading() {
        assertUnavailable(GOOD);
    }

    @Test
    void anUnknownAddressIsInNoNetwork() {
        standing.run();
        assertThat(standing.faultOf(INSIDE, InetAddress.ofLiteral("10.9.9.9"))).isEmpty();
        assertThat(standing.faultOf(INSIDE, InetAddress.ofLiteral("11.0.0.1")))
                .contains(TokenFault.ADDRESS_NOT_ALLOWED);
        assertThat(standing.faultOf(INSIDE, null)).contains(TokenFault.ADDRESS_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
        "10.0.0.0/8, ::10.0.0.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void whatIsInANetwork(String network, String address, boolean inside) {
        AddressRange parsed = AddressRange.network(network).orElseThrow();
        assertThat(parsed.contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
        assertThat(AddressRange.network(parsed.text())).contains(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0/8",
                "10.0.0.0/8/8",
                "256.0.0.0/8",
                "localhost",
                "example.com/8",
                "fe80::1%eth0",
                "12",
                "::/129"
            })
    void whatIsNoNetwork(String text) {
        assertThat(AddressRange.network(text)).isEmpty();
    }

    private void assertUnavailable(Caller caller) {
        assertThatThrownBy(() -> standing.faultOf(caller, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(ProblemCode.SERVICE_UNAVAILABLE));
    }
}
