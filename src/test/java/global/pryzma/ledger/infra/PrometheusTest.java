package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alert rules, with Prometheus' own tools where they are installed. */
class PrometheusTest {
    private static final Logger log = LoggerFactory.getLogger(PrometheusTest.class);
    private static final Path FOLDER = Path.of("infra/prometheus");
    private static final Pattern ALERT = Pattern.compile("\\bPryzma\\w+");

    @Test
    void promtoolAcceptsThemAndTheirTests() throws Exception {
        if (!Program.isInstalled("promtool")) {
            log.warn("promtool is not installed: the tests of the alert rules DID NOT RUN");
            return;
        }
        for (Path rules : Yaml.files(Alerts.RULES, ".rules.yaml")) {
            Program.run("promtool", "check", "rules", "--lint-fatal", rules.toString()).succeeded();
        }
        for (Path tests : Yaml.files(Alerts.RULES, ".test.yaml")) {
            Program.run("promtool", "test", "rules", tests.toString()).succeeded();
        }
        Program.run(
                        "promtool",
                        "check",
                        "config",
                        "--syntax-only",
                        FOLDER.resolve("prometheus.yaml").toString())
                .succeeded();
    }

    @Test
    void amtoolAcceptsTheAlertmanagersConfiguration() throws Exception {
        if (!Program.isInstalled("amtool")) {
            log.warn("amtool is not installed: the Alertmanager's configuration IS NOT CHECKED");
            return;
        }
        Program.run("amtool", "check-config", FOLDER.resolve("alertmanager.yaml").toString())
                .succeeded();
    }

    @Test
    void eachAlertIsShownToFire() throws Exception {
        Set<String> shown = new HashSet<>();
        for (Path file : Yaml.files(Alerts.RULES, ".test.yaml")) {
            Yaml.in(Yaml.of(file).get("tests"))
                    .flatMap(test -> Yaml.in(test.get("alert_rule_test")))
                    .filter(check -> !check.get("exp_alerts").isEmpty())
                    .forEach(check -> shown.add(check.get("alertname").asText()));
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(Alerts.names());
    }

    @Test
    void eachAlertSaysHowUrgentItIsAndWhereItsPageIs() throws Exception {
        for (JsonNode alert : Alerts.alerts()) {
            String name = alert.get("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("infra/runbooks/" + name + ".md");
        }
        assertThat(Alerts.names()).doesNotHaveDuplicates().allMatch(ALERT.asMatchPredicate());
    }

    @Test
    void whatTheAlertmanagerSilencesIsThere() throws Exception {
        Matcher named =
                ALERT.matcher(
                        Yaml.of(FOLDER.resolve("alertmanager.yaml"))
                                .get("inhibit_rules")
                                .toString());
        assertThat(named.results().map(found -> found.group()))
                .isNotEmpty()
                .isSubsetOf(Alerts.names());
    }
}
