package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read a secret's file, and who may put another in its place. */
class FileModesTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("secret");
        SecretFile.readOrCreate(file, () -> "x".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void ofItsOwnerAlone(String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThat(SecretFile.read(file)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rw-rw----",
                "rw--w----",
                "rw----r--",
                "rw-----w-",
                "rw-r--r--",
                "rwxrwxrwx"
            })
    void openToOthers(String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(ExposedFile.class)
                .hasMessage(
                        "%s holds a secret and is open to others (%s): chmod 600 %1$s"
                                .formatted(file, mode));
        assertThatThrownBy(() -> SecretFile.readOrCreate(file, () -> new byte[0]))
                .isInstanceOf(ExposedFile.class);
    }

    @Test
    void behindALinkItIsTheFileThatCounts() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(SecretFile.read(link)).isNotEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretFile.read(link)).isInstanceOf(ExposedFile.class);
    }

    /** As /tmp is: everybody may write there, and nobody may take away what is another's. */
    @Test
    void aFolderThatEverybodyMayWriteTo() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(ExposedFile.class)
                .hasMessageContaining("everybody may write to it (rwxrwxrwx): chmod o-w " + folder);
        Files.setAttribute(folder, "unix:mode", 01777);
        assertThat(SecretFile.read(file)).isNotEmpty();
    }
}
