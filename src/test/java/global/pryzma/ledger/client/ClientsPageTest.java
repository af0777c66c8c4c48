package global.pryzma.ledger.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the page of clients says of Java is what these tests work with. */
class ClientsPageTest {
    private static final Path PAGE = Path.of("src/main/resources/docs/clients.html");
    private static final Path ONCE = Path.of("src/test/java/global/pryzma/ledger/client/Once.java");

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
        String source = Files.readString(ONCE);
        String method =
                source.substring(source.indexOf("static <T> T once"), source.lastIndexOf('}'));
        String page = Files.readString(PAGE);
        String java = page.substring(page.indexOf("<h3>Java</h3>"));
        String shown = java.substring(java.indexOf("<pre>") + 5, java.indexOf("</pre>"));
        assertThat(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .isEqualToIgnoringWhitespace(method);
    }
}
