package global.pryzma.ledger.testing;

import global.pryzma.ledger.embedded.FolderTree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Folders {
    private Folders() {}

    /** A new one, which somebody has to delete. */
    public static Path temporary() {
        return Scratch.folder();
    }

    /** The same where what is forced to the disk takes its time. */
    public static Path temporaryOnDisk() {
        return Scratch.onDisk();
    }

    /** Makes the copy, which is not there yet, with the same permissions. */
    public static void copy(Path folder, Path copy) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(folder.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
