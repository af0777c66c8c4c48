package global.pryzma.ledger.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the page of clients says of Java is what these tests work with. */
class ClientsPageTest {
    private static final Path PAGE = Path.of("src/main/resources/docs/clients.html");
    private static final Path CLIENT = Path.of("src/test/java/global/pryzma/ledger/client");

    @Test
    void theOptionsAreThoseOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(Files.readString(PAGE))
                .contains(
                        "<code>-g %s --library %s</code>"
                                .formatted(element(pom, "generatorName"), element(pom, "library")))
                .contains(
                        "<code>--additional-properties=%s</code>"
                                .formatted(element(pom, "additionalProperties")));
    }

    private static String element(String pom, String name) {
        Matcher element = Pattern.compile("<" + name + ">(.*)</" + name + ">").matcher(pom);
        assertThat(element.find()).as(name).isTrue();
        return element.group(1);
    }

    @Test
    void theLinesToAddAreThoseThatTheTestsAdd() throws Exception {
        String once = Files.readString(CLIENT.resolve("Once.java"));
        String entries = Files.readString(CLIENT.resolve("MetadataOf.java"));
        List<String> shown = shownOfJava();
        assertThat(shown).hasSize(2);
        assertThat(shown.get(0))
                .isEqualToIgnoringWhitespace(
                        once.substring(once.indexOf("static <T> T once"), once.lastIndexOf('}')));
        assertThat(shown.get(1))
                .isEqualToIgnoringWhitespace(entries.substring(entries.indexOf("final class")));
    }

    private static List<String> shownOfJava() throws IOException {
        String page = Files.readString(PAGE);
        String java =
                page.substring(page.indexOf("<h3>Java</h3>"), page.indexOf("<h3>Python</h3>"));
        return Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL)
                .matcher(java)
                .results()
                .map(block -> block.group(1))
                .map(it -> it.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .toList();
    }
}
