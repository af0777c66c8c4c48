package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** infra/compose.yaml, as far as it can be judged without a Docker. */
class ComposeTest {
    private static final Path FOLDER = Path.of("infra");

    @Test
    void whatIsMountedFromHereIsThere() throws Exception {
        List<String> mounted =
                services()
                        .flatMap(service -> Yaml.in(service.path("volumes")))
                        .map(JsonNode::asText)
                        .filter(volume -> volume.startsWith("./"))
                        .map(volume -> volume.substring(0, volume.indexOf(':')))
                        .toList();
        assertThat(mounted)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(FOLDER.resolve(file)).exists());
    }

    /** It starts where root may not raise limits, and where a profile without io_uring is usual. */
    @Test
    void whatUsesIoUringMayAndNoLimitIsRaised() throws Exception {
        String text = Files.readString(FOLDER.resolve("compose.yaml"));
        assertThat(text).doesNotContain("memlock", "ulimits", "unconfined", ":latest");
        JsonNode profile = Yaml.of(FOLDER.resolve("seccomp.json"));
        assertThat(profile.get("defaultAction").asText()).isEqualTo("SCMP_ACT_ALLOW");
        assertThat(profile.findValuesAsText("names").toString()).doesNotContain("io_uring");
        assertThat(
                        Yaml.of(FOLDER.resolve("compose.yaml"))
                                .at("/services/service/security_opt/0")
                                .asText())
                .isEqualTo("seccomp=./seccomp.json");
    }

    @Test
    void theServiceKnowsBothServersOfPostgres() throws Exception {
        JsonNode service = Yaml.of(FOLDER.resolve("compose.yaml")).at("/services/service");
        assertThat(service.at("/environment/DATASOURCES_DEFAULT_URL").asText())
                .contains("//postgres-1:5432,postgres-2:5432/", "targetServerType=primary");
        assertThat(service.get("mem_limit").asText()).isNotBlank();
    }

    private static Stream<JsonNode> services() throws Exception {
        JsonNode compose = Yaml.of(FOLDER.resolve("compose.yaml"));
        return Yaml.in(compose.get("services"));
    }
}
