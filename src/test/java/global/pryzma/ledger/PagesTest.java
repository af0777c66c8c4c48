package global.pryzma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages for readers of the repository: short where that is promised, and never astray. */
class PagesTest {
    private static final Path README = Path.of("README.md");
    private static final Path SERVICE = Path.of("src/main/java/global/pryzma/ledger");
    private static final int README_MAX_BYTES = 9 * 1024;

    /** A link to a file of the repository. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void theReadmeIsReadInOneSitting() throws Exception {
        assertThat(Files.size(README)).isLessThanOrEqualTo(README_MAX_BYTES);
    }

    @Test
    void everyLinkLeadsToAFile() throws Exception {
        List<String> astray = new ArrayList<>();
        List<Path> pages = pages();
        assertThat(pages).contains(README);
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    astray.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(astray).isEmpty();
    }

    @Test
    void everyPackageHasItsPlaceInTheHouse() throws Exception {
        String readme = Files.readString(README);
        String house = readme.substring(readme.indexOf("## The house"));
        try (Stream<Path> packages = Files.list(SERVICE)) {
            assertThat(packages.filter(Files::isDirectory))
                    .isNotEmpty()
                    .allSatisfy(
                            folder -> assertThat(house).contains("`" + folder.getFileName() + "`"));
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(README));
        for (String folder : List.of("infra", "src")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }
}
