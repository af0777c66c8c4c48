package global.pryzma.ledger.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The reader of what is packaged with the service. */
public final class PackagedFile {
    private PackagedFile() {}

    /** The whole file; it is a fault of the build if there is none. */
    public static byte[] read(String path) {
        try (InputStream file = PackagedFile.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not packaged");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
