package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class GatewaySettingsTest {
    @Test
    void propertiesAreTakenAndTheRestHasItsDefaults() throws Exception {
        GatewaySettings defaults = GatewaySettings.defaults();
        try (ServiceUnderTest service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.ledger.max-events", "254",
                                "pryzma.ledger.drain-limit", "90s"))) {
            assertThat(service.bean(GatewaySettings.class))
                    .isEqualTo(
                            new GatewaySettings(
                                    254,
                                    defaults.attemptTimeout(),
                                    defaults.replacementInterval(),
                                    defaults.replacementIntervalMax(),
                                    defaults.missesToOpen(),
                                    defaults.heartbeatInterval(),
                                    defaults.wrongLedgerInterval(),
                                    Duration.ofSeconds(90),
                                    defaults.maxWaitingCalls(),
                                    defaults.maxWaitingEvents(),
                                    defaults.organisationSharePercent(),
                                    defaults.closeGrace()));
        }
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> withRoom(8190, 65536, 101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pryzma.ledger.organisation-share-percent is 1 to 100, not 101");
        assertThatThrownBy(() -> withRoom(9000, 65536, 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pryzma.ledger.max-events is 1 to 8190, not 9000");
        assertThatThrownBy(() -> withRoom(8190, 8190, 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pryzma.ledger.max-waiting-events");
    }

    @Test
    void anOrganisationsShareHoldsAFullMessageAtLeast() {
        assertThat(withRoom(8190, 65536, 10).callsOfAnOrganisation()).isEqualTo(819);
        assertThat(withRoom(8190, 65536, 50).eventsOfAnOrganisation()).isEqualTo(32768);
        assertThat(withRoom(8190, 65536, 1).eventsOfAnOrganisation()).isEqualTo(8190);
    }

    private static GatewaySettings withRoom(int maxEvents, int waitingEvents, int sharePercent) {
        GatewaySettings defaults = GatewaySettings.defaults();
        return new GatewaySettings(
                maxEvents,
                defaults.attemptTimeout(),
                defaults.replacementInterval(),
                defaults.replacementIntervalMax(),
                defaults.missesToOpen(),
                defaults.heartbeatInterval(),
                defaults.wrongLedgerInterval(),
                defaults.drainLimit(),
                defaults.maxWaitingCalls(),
                waitingEvents,
                sharePercent,
                defaults.closeGrace());
    }
}
