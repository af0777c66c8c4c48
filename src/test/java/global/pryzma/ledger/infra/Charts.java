package global.pryzma.ledger.infra;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboards of infra/grafana. */
final class Charts {
    static final Path FOLDER = Path.of("infra/grafana/dashboards");

    private Charts() {}

    static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Yaml.files(FOLDER, ".json")) {
            all.add(Yaml.of(file)); // what is JSON is YAML
        }
        return all;
    }

    /** What their charts ask Prometheus for. */
    static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            dashboard.findValues("expr").forEach(expression -> all.add(expression.asText()));
        }
        return all;
    }
}
