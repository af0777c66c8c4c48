package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The modes of files with secrets, as OpenSSH and Postgres judge them: nobody but the owner may
 * read one. One exception, again as with Postgres: a file of root's that a service which is not
 * root reads by its group, for so an orchestrator hands out secrets.
 */
final class FileModes {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;

    private FileModes() {}

    /**
     * @throws ExposedFile if others may read or change the file, or put another in its place
     */
    static void requirePrivate(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        open.removeAll(ownersOwn());
        if (isOfRoot(file) && !"root".equals(System.getProperty("user.name"))) {
            open.remove(PosixFilePermission.GROUP_READ);
        }
        if (!open.isEmpty()) {
            throw new ExposedFile(
                    "%s holds a secret and is open to others (%s): chmod 600 %1$s"
                            .formatted(file, mode(file)));
        }
        requireKept(file.toAbsolutePath().getParent());
        requireKept(file.toRealPath().getParent());
    }

    /** Whoever may write to a folder may put another file in the place of one in it. */
    private static void requireKept(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return; // a root is no file
        }
        boolean open =
                Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
        boolean sticky = ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
        if (open && !sticky) {
            throw new ExposedFile(
                    "%s holds secrets and everybody may write to it (%s): chmod o-w %1$s, or name a folder inside it"
                            .formatted(folder, mode(folder)));
        }
    }

    private static Set<PosixFilePermission> ownersOwn() {
        return PosixFilePermissions.fromString("rwx------");
    }

    private static boolean isOfRoot(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid") == ROOT;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
