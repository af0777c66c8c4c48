package global.pryzma.ledger.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Folders of what takes long to make and is the same for every test of a build. The test process
 * that needs one first makes it, while others wait for it.
 */
public final class OncePerBuild {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String MADE = "made";

    private OncePerBuild() {}

    /** Gives all that decides what comes of it. */
    public interface Inputs {
        void into(MessageDigest digest) throws IOException;
    }

    /** A name for these inputs, and another one for any others. */
    public static String digest(Inputs inputs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            inputs.into(digest);
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes what belongs into the folder, which is empty. */
    public interface Maker {
        void make(Path folder) throws IOException;
    }

    /**
     * The folder, as it was made.
     *
     * @param name of the kind; of each there is one folder at a time
     * @param digest of all that it is made from
     */
    public static synchronized Path folder(String name, String digest, Maker maker) {
        Path home = TARGET.resolve(name);
        Path folder = home.resolve(digest);
        try {
            Files.createDirectories(home);
            try (FileChannel lock =
                    FileChannel.open(
                            home.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.exists(folder.resolve(MADE))) {
                    try (var others = Files.newDirectoryStream(home, Files::isDirectory)) {
                        others.forEach(Folders::delete);
                    }
                    maker.make(Files.createDirectory(folder));
                    Files.createFile(folder.resolve(MADE));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
