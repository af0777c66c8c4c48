package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class AddressResolverTest {
    private final Map<String, String> names = new ConcurrentHashMap<>();

    @Test
    void numbersAreTakenAsTheyAre() throws Exception {
        assertThat(resolver("10.0.0.1:3000", "[2001:db8::1]:3001").resolve())
                .containsExactly("10.0.0.1:3000", "[2001:db8:0:0:0:0:0:1]:3001");
    }

    @Test
    void namesAreResolvedAnewEachTimeAndKeepTheirOrder() throws Exception {
        AddressResolver resolver = resolver("b.example:3000", "a.example:3001");
        names.put("a.example", "10.0.0.1");
        names.put("b.example", "fe80::1%1");
        assertThat(resolver.resolve())
                .containsExactly("[fe80:0:0:0:0:0:0:1]:3000", "10.0.0.1:3001");
        names.put("b.example", "10.0.0.3");
        assertThat(resolver.resolve()).containsExactly("10.0.0.3:3000", "10.0.0.1:3001");
    }

    @Test
    void whatCannotBeResolvedKeepsItsPlace() throws Exception {
        AddressResolver resolver = resolver("a.example:1", "b.example:2", "c.example:3");
        names.put("a.example", "10.0.0.1");
        names.put("b.example", "10.0.0.2");
        assertThat(resolver.resolve()).containsExactly("10.0.0.1:1", "10.0.0.2:2", "192.0.2.1:3");
        names.remove("a.example");
        assertThat(resolver.resolve()).containsExactly("10.0.0.1:1", "10.0.0.2:2", "192.0.2.1:3");
    }

    @Test
    void withoutAnyNumberThereIsNothingToConnectTo() {
        assertThatThrownBy(() -> resolver("a.example:1").resolve())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("a.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3000", "host", "host:", ":3000", "host:port", "2001:db8::1:3000"})
    void whatIsNoAddressIsRefusedAtOnce(String address) {
        assertThatThrownBy(() -> resolver(address)).isInstanceOf(IllegalArgumentException.class);
    }

    private AddressResolver resolver(String... addresses) {
        return new AddressResolver(List.of(addresses), this::resolve);
    }

    private InetAddress resolve(String host) throws UnknownHostException {
        String number = host.matches("[0-9.]+|.*:.*") ? host : names.get(host);
        if (number == null) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getByName(number);
    }
}
