package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of threats in infra/README.md: each row names tests, and there are these tests. */
class SecurityPageTest {
    private static final String HEAD = "| who | could | what stops it | test |";
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void everyRowNamesTestsThatThereAre() throws IOException {
        String page = Files.readString(Path.of("infra", "README.md"));
        assertThat(page).contains(HEAD);
        List<String> rows =
                page.substring(page.indexOf(HEAD))
                        .lines()
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();
        assertThat(rows).hasSizeGreaterThan(15);
        Set<String> classes = classes();
        for (String row : rows) {
            String tests = Arrays.asList(row.split("\\|")).getLast();
            List<String> named = TEST.matcher(tests).results().map(it -> it.group(1)).toList();
            assertThat(named).as(row).isNotEmpty();
            assertThat(classes).as(row).containsAll(named);
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
