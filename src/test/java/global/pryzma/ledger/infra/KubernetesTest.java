package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** infra/kubernetes, as far as it can be judged without a cluster. */
class KubernetesTest {
    private static final Logger log = LoggerFactory.getLogger(KubernetesTest.class);
    private static final Path BASE = Path.of("infra/kubernetes/base");
    private static final Path MONITORING = Path.of("infra/kubernetes/overlays/monitoring");

    @Test
    void eachKustomizationNamesTheFilesBesideIt() throws Exception {
        for (Path folder : List.of(BASE, MONITORING)) {
            List<String> named =
                    Yaml.in(Yaml.of(folder.resolve("kustomization.yaml")).get("resources"))
                            .map(JsonNode::asText)
                            .filter(resource -> !resource.startsWith(".."))
                            .toList();
            assertThat(Yaml.files(folder, ".yaml"))
                    .extracting(file -> file.getFileName().toString())
                    .filteredOn(file -> !file.equals("kustomization.yaml"))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void kubectlBuildsIt() throws Exception {
        if (!Program.isInstalled("kubectl")) {
            log.warn("kubectl is not installed: the kustomizations ARE NOT BUILT");
            return;
        }
        String built =
                Program.run("kubectl", "kustomize", MONITORING.toString()).succeeded().printed();
        assertThat(built)
                .contains("kind: Deployment", "kind: PrometheusRule", "image: registry.example/");
    }

    @Test
    void theServiceIsProbedDrainedBoundedAndAllowedIoUring() throws Exception {
        JsonNode pod = resource("Deployment").at("/spec/template/spec");
        JsonNode service = pod.at("/containers/0");
        assertThat(service.at("/livenessProbe/httpGet/path").asText())
                .isEqualTo("/health/liveness");
        assertThat(service.at("/readinessProbe/httpGet/path").asText())
                .isEqualTo("/health/readiness");
        assertThat(service.at("/lifecycle/preStop").isMissingNode()).isFalse();
        assertThat(pod.get("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(service.at("/resources/limits/memory").asText()).isEqualTo("1536Mi");
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("Localhost");
        assertThat(pod.get("topologySpreadConstraints")).hasSize(2);
        assertThat(resource("Deployment").at("/spec/replicas").asInt()).isGreaterThan(1);
        assertThat(resource("PodDisruptionBudget").at("/spec/minAvailable").asInt()).isEqualTo(1);
    }

    /** What selects the service's pods selects the labels that they have. */
    @Test
    void everySelectorFindsThePods() throws Exception {
        JsonNode labels = resource("Deployment").at("/spec/template/metadata/labels");
        List<JsonNode> selectors = new ArrayList<>();
        resources()
                .forEach(resource -> {
                    selectors.addAll(resource.at("/spec/selector").findValues("matchLabels"));
                    selectors.addAll(resource.at("/spec/podSelector").findValues("matchLabels"));
                    if (resource.get("kind").asText().equals("Service")) {
                        selectors.add(resource.at("/spec/selector"));
                    }
                });
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(5).allMatch(labels::equals);
    }

    /** Whoever changes an address changes it twice, or the policy cuts it off. */
    @Test
    void theNetworkPolicyLetsTheConfiguredAddressesThrough() throws Exception {
        JsonNode data = resource("ConfigMap").get("data");
        String policy = resource("NetworkPolicy").toString();
        for (String address : data.get("PRYZMA_LEDGER_ADDRESSES").asText().split(",")) {
            assertThat(policy).contains("\"" + address.replace(":3000", "/32") + "\"");
        }
        assertThat(policy).contains("10.0.1.20/32", "10.0.2.20/32", "\"management\"");
        assertThat(data.get("DATASOURCES_DEFAULT_URL").asText())
                .contains("10.0.1.20:5432,10.0.2.20:5432", "targetServerType=primary");
    }

    @Test
    void theRulesAreThoseOfPrometheus() throws Exception {
        assertThat(Yaml.of(MONITORING.resolve("prometheusrule.yaml")).at("/spec/groups"))
                .as("run infra/kubernetes/rules.sh")
                .isEqualTo(Yaml.of(Alerts.RULES.resolve("pryzma.rules.yaml")).get("groups"));
        assertThat(Yaml.of(MONITORING.resolve("servicemonitor.yaml")).at("/spec/jobLabel").asText())
                .isEqualTo("app.kubernetes.io/name");
    }

    private static JsonNode resource(String kind) throws IOException {
        return resources()
                .filter(resource -> resource.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> resources() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Yaml.files(BASE, ".yaml")) {
            all.addAll(Yaml.documents(file));
        }
        return all.stream();
    }
}
