package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.operations.StartRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ServiceKeyTest {
    @Test
    void isMadeOnceForItsOwnerOnly(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("deeper").resolve("signing-key.jwk");
        ServiceKey made = new ServiceKey(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(id(new ServiceKey(file))).isEqualTo(id(made));
        assertThat(new ServiceKey(file).derive("a")).isEqualTo(made.derive("a"));
        assertThat(made.derive("a")).isNotEqualTo(made.derive("b"));
    }

    @Test
    void startsAtTheSameTimeShareOneKey(@TempDir Path folder) throws Exception {
        int starts = 8;
        CyclicBarrier together = new CyclicBarrier(starts);
        List<Future<String>> keys = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(starts)) {
            for (int i = 0; i < starts; i++) {
                keys.add(
                        threads.submit(() -> {
                            together.await();
                            return id(new ServiceKey(folder.resolve("key")));
                        }));
            }
        }
        Set<String> ids = new HashSet<>();
        for (Future<String> one : keys) {
            ids.add(one.get());
        }
        assertThat(ids).hasSize(1);
        try (var files = Files.list(folder)) {
            assertThat(files).as("no drafts are left").containsExactly(folder.resolve("key"));
        }
    }

    private static String id(ServiceKey key) {
        return java.util.Objects.requireNonNull(key.signing(java.time.Instant.EPOCH).id());
    }

    @Test
    void anotherContentIsRefusedByName(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        for (String content :
                new String[] {
                    "",
                    "{}",
                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}"
                }) {
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> new ServiceKey(file))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
