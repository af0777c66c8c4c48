package global.pryzma.ledger.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.security.AddressRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;

/** How many connections whom belong to. */
class AddressSharesTest {
    private static final AddressRange PROXIES = AddressRange.parse("10.1.0.0/16");

    private final AddressShares shares = new AddressShares(2, List.of(PROXIES));

    @Test
    void anAddressHasItsShareAndNoMore() {
        InetAddress one = InetAddress.ofLiteral("192.0.2.1");
        assertThat(shares.take(one)).isTrue();
        assertThat(shares.take(one)).isTrue();
        assertThat(shares.take(one)).isFalse();
        assertThat(shares.take(InetAddress.ofLiteral("192.0.2.2"))).isTrue();
        shares.leave(one);
        assertThat(shares.take(one)).isTrue();
        assertThat(shares.take(one)).isFalse();
    }

    @Test
    void aTrustedProxyHasNoLimit() {
        InetAddress proxy = InetAddress.ofLiteral("10.1.255.7");
        for (int i = 0; i < 10; i++) {
            assertThat(shares.take(proxy)).isTrue();
        }
    }

    @Test
    void theAddressesOfOneSiteAreOneHosts() {
        assertThat(shares.take(InetAddress.ofLiteral("2001:db8:0:1::1"))).isTrue();
        assertThat(shares.take(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isTrue();
        assertThat(shares.take(InetAddress.ofLiteral("2001:db8:0:1::3"))).isFalse();
        assertThat(shares.take(InetAddress.ofLiteral("2001:db8:0:2::1"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.2.3, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.0.0/15, 10.0.9.9, true",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "0.0.0.0/0, 10.1.2.4, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 10.1.2.3, false"
    })
    void aRangeContainsWhatBeginsWithItsBits(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.1.0.0/33", "10.1.0.0/x", "10.1.0.0/1/2", "", "::/129"})
    void anythingElseIsNoRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }
}
