package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.http.connection.TimeLimits;
import global.pryzma.ledger.security.AddressRange;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class HttpSettingsTest {
    @Test
    void theDefaults() {
        HttpSettings settings = settings(Map.of());
        assertThat(settings.maxBodyBytes()).isEqualTo(65536);
        assertThat(settings.maxLargeBodyBytes()).isEqualTo(16 << 20);
        assertThat(settings.largeBodyBytes())
                .isEqualTo(Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 100 * 10));
        assertThat(settings.maxConnections()).isEqualTo(8192);
        assertThat(settings.maxConnectionsPerAddress()).isEqualTo(1024);
        assertThat(settings.proxies()).isEmpty();
        assertThat(settings.maxConcurrentRequests()).isEqualTo(2048);
        assertThat(settings.requestsOfAnOrganisation()).isEqualTo(1024);
        assertThat(settings.answerBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 25);
        assertThat(settings.timeLimits())
                .isEqualTo(
                        new TimeLimits(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(75)));
    }

    @Test
    void everyPropertyHasItsPlace() {
        HttpSettings settings =
                settings(
                        Map.ofEntries(
                                Map.entry("pryzma.http.max-body-bytes", 1),
                                Map.entry("pryzma.http.max-large-body-bytes", 7),
                                Map.entry("pryzma.http.large-body-memory-percent", 6),
                                Map.entry("pryzma.http.max-connections", 2),
                                Map.entry("pryzma.http.max-connections-per-address", 3),
                                Map.entry("pryzma.http.trusted-proxies", "10.0.0.1,fd00::/8"),
                                Map.entry("pryzma.http.max-concurrent-requests", 40),
                                Map.entry("pryzma.http.organisation-share-percent", 10),
                                Map.entry("pryzma.http.answer-memory-percent", 5),
                                Map.entry("pryzma.http.header-timeout", "1s"),
                                Map.entry("pryzma.http.body-timeout", "2s"),
                                Map.entry("pryzma.http.answer-timeout", "3s"),
                                Map.entry("pryzma.http.idle-timeout", "4s")));
        assertThat(settings.maxBodyBytes()).isEqualTo(1);
        assertThat(settings.maxLargeBodyBytes()).isEqualTo(7);
        assertThat(settings.largeBodyBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 6);
        assertThat(settings.maxConnections()).isEqualTo(2);
        assertThat(settings.maxConnectionsPerAddress()).isEqualTo(3);
        assertThat(settings.proxies())
                .containsExactly(AddressRange.parse("10.0.0.1"), AddressRange.parse("fd00::/8"));
        assertThat(settings.requestsOfAnOrganisation()).isEqualTo(4);
        assertThat(settings.answerBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 5);
        assertThat(settings.timeLimits())
                .isEqualTo(
                        new TimeLimits(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4)));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> settings(0, 25, "1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "pryzma.http.max-* are at least 1, and a large body is no smaller than"
                                + " others");
        assertThatThrownBy(() -> settings(1, 101, "1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pryzma.http.answer-memory-percent is 1 to 100");
        HttpSettings without = settings(1, 25, "0s");
        assertThatThrownBy(without::timeLimits).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpSettings settings(int perAddress, int percent, String timeout) {
        Duration time = Duration.parse("PT" + timeout);
        return new HttpSettings(
                1, 1, 10, 1, perAddress, List.of(), 1, 50, percent, time, time, time, time);
    }

    private static HttpSettings settings(Map<String, Object> properties) {
        try (ServiceUnderTest service = ServiceUnderTest.start(properties)) {
            return service.bean(HttpSettings.class);
        }
    }
}
