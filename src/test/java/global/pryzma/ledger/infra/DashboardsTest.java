package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** The dashboards, as far as they can be judged without a Grafana. */
class DashboardsTest {
    private static final Path PROVISIONING = Path.of("infra/grafana/provisioning");

    @Test
    void theyAskTheProvisionedSourceAndHaveIdsOfTheirOwn() throws Exception {
        String source =
                Yaml.of(PROVISIONING.resolve("datasources/prometheus.yaml"))
                        .at("/datasources/0/uid")
                        .asText();
        List<JsonNode> dashboards = Charts.dashboards();
        assertThat(dashboards).hasSize(2);
        assertThat(dashboards).extracting(it -> it.get("uid").asText()).doesNotHaveDuplicates();
        for (JsonNode dashboard : dashboards) {
            List<JsonNode> panels = Yaml.in(dashboard.get("panels")).toList();
            assertThat(panels).extracting(it -> it.get("id").asInt()).doesNotHaveDuplicates();
            assertThat(dashboard.findValues("datasource"))
                    .extracting(it -> it.get("uid").asText())
                    .containsOnly(source);
        }
    }

    @Test
    void noTwoPanelsLieOverEachOther() throws Exception {
        for (JsonNode dashboard : Charts.dashboards()) {
            List<JsonNode> places =
                    Yaml.in(dashboard.get("panels")).map(it -> it.get("gridPos")).toList();
            for (JsonNode one : places) {
                assertThat(one.get("x").asInt() + one.get("w").asInt()).isLessThanOrEqualTo(24);
                assertThat(places.stream().filter(other -> overlap(one, other)))
                        .containsExactly(one);
            }
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String length) {
        int begin = Math.max(one.get(from).asInt(), other.get(from).asInt());
        int end =
                Math.min(
                        one.get(from).asInt() + one.get(length).asInt(),
                        other.get(from).asInt() + other.get(length).asInt());
        return begin < end;
    }
}
