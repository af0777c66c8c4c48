package global.pryzma.ledger.infra;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of infra/prometheus: what is recorded, and what is alerted on. */
final class Alerts {
    static final Path RULES = Path.of("infra/prometheus/rules");

    private Alerts() {}

    /** Those that make a series of their own. */
    static List<JsonNode> records() throws IOException {
        return rules().filter(rule -> rule.has("record")).toList();
    }

    static List<JsonNode> alerts() throws IOException {
        return rules().filter(rule -> rule.has("alert")).toList();
    }

    static List<String> names() throws IOException {
        return alerts().stream().map(rule -> rule.get("alert").asText()).toList();
    }

    static Stream<JsonNode> rules() throws IOException {
        List<JsonNode> groups = new ArrayList<>();
        for (Path file : Yaml.files(RULES, ".rules.yaml")) {
            Yaml.in(Yaml.of(file).get("groups")).forEach(groups::add);
        }
        return groups.stream().flatMap(group -> Yaml.in(group.get("rules")));
    }
}
