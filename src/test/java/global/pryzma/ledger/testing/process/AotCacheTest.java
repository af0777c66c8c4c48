package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/** The command {@code train}, by which the cache of the tests is made as well. */
class AotCacheTest {
    @Test
    void trainingMakesACache() throws Exception {
        Path cache =
                Path.of(
                        AotCache.command().orElseThrow().options().stream()
                                .filter(it -> it.startsWith("-XX:AOTCache="))
                                .findFirst()
                                .orElseThrow()
                                .substring("-XX:AOTCache=".length()));
        assertThat(Files.readString(cache.resolveSibling("training.log"))).contains("Trained: ");
    }
}
