package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.operations.ManagementServer;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runbooks: a page for each alert, and no command in them that nobody has tried. Each block of
 * commands says in its first line whether it is run here, which it then is, or why it is not.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RunbooksTest {
    private static final Path FOLDER = Path.of("infra/runbooks");
    private static final Pattern BLOCK =
            Pattern.compile("^ *```(\\w+)\\n(.*?)^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SAID =
            Pattern.compile("^(#|--) (run by RunbooksTest|not run here: \\S.+)$");
    private static final Pattern AN_ORGANISATION =
            Pattern.compile("7d1f3c52-90ab-4d6e-8a37-5b2c6e1f4a90");

    /** Errors that say that the command is wrong, and not that there is nothing to be seen. */
    private static final Pattern A_SLIP =
            Pattern.compile(
                    "\"error\":\"(route_not_found|method_not_allowed|invalid_\\w+|missing_\\w+"
                            + "|insufficient_scope|internal_error|service_unavailable)\"");

    /** A block of commands. */
    private record Block(Path page, String language, List<String> lines) {
        boolean isRun() {
            return lines.getFirst().endsWith("run by RunbooksTest");
        }

        String text() {
            return String.join("\n", lines.subList(1, lines.size()));
        }
    }

    @Test
    void eachAlertHasItsPageAndEachPageItsAlert() throws Exception {
        List<String> pages =
                Yaml.files(FOLDER, ".md").stream()
                        .map(page -> page.getFileName().toString().replace(".md", ""))
                        .toList();
        assertThat(pages)
                .filteredOn(page -> page.startsWith("Pryzma"))
                .containsExactlyInAnyOrderElementsOf(Alerts.names());
        String list = Files.readString(FOLDER.resolve("README.md"));
        assertThat(pages)
                .filteredOn(page -> !page.equals("README"))
                .allSatisfy(page -> assertThat(list).contains("](" + page + ".md)"));
    }

    @Test
    void thePageOfAnAlertSaysWhatItMeansWhatToDoAndWhenItIsOver() throws Exception {
        for (String alert : Alerts.names()) {
            assertThat(Files.readString(FOLDER.resolve(alert + ".md")))
                    .as(alert)
                    .startsWith("# " + alert + "\n")
                    .contains(
                            "- **For clients:** ",
                            "- **For money:** ",
                            "\n## First look\n",
                            "\n## Steps\n",
                            "\n## Over when\n");
        }
    }

    @Test
    void eachBlockSaysWhetherItIsRun() throws Exception {
        assertThat(blocks())
                .hasSizeGreaterThan(50)
                .allSatisfy(block -> {
                    assertThat(block.language()).isIn("sh", "sql");
                    assertThat(block.lines().getFirst()).as("%s", block).matches(SAID);
                });
    }

    @Test
    void theStatementsRun() throws Exception {
        try (Connection connection = Sql.connect(ServiceUnderTest.shared());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (Block block : blocks()) {
                if (block.isRun() && block.language().equals("sql")) {
                    boolean isQuery = statement.execute(block.text());
                    assertThat(isQuery || statement.getUpdateCount() == 1).as("%s", block).isTrue();
                    connection.rollback();
                }
            }
            connection.setAutoCommit(true);
        }
    }

    @Test
    void theCommandsRun() throws Exception {
        ServiceUnderTest service = ServiceUnderTest.shared();
        Books books = Books.open(service.client(), service.folder());
        Map<String, String> environment =
                Map.of(
                        "LEDGER", service.uri().toString(),
                        "MANAGEMENT",
                                service.bean(ManagementServer.class).uri().orElseThrow().toString(),
                        "TOKEN", books.token(),
                        "ACCOUNT", books.funded(1).toString());
        for (Block block : blocks()) {
            if (block.isRun() && block.language().equals("sh")) {
                Program ran =
                        Program.run(
                                List.of("bash", "-euo", "pipefail"),
                                environment,
                                AN_ORGANISATION
                                        .matcher(block.text())
                                        .replaceAll(books.program().toString()));
                assertThat(ran.succeeded().printed())
                        .as("%s", block)
                        .isNotBlank()
                        .doesNotContainPattern(A_SLIP);
            }
        }
    }

    private static List<Block> blocks() throws IOException {
        List<Block> all = new ArrayList<>();
        for (Path page : Yaml.files(FOLDER, ".md")) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                all.add(
                        new Block(
                                page,
                                block.group(1),
                                block.group(2).stripTrailing().stripIndent().lines().toList()));
            }
        }
        return all;
    }
}
