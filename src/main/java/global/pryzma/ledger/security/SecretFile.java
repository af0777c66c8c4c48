package global.pryzma.ledger.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** A file that only its owner may read, made at most once; one that others may read is not used. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * The content of the file; when there is none, {@code content} is written to it first. Of
     * several processes that do so at once, one writes and all read the same: the content gets its
     * name by a hard link, which fails when the name is taken, and only once it is complete and on
     * disk.
     */
    public static byte[] readOrCreate(Path file, Supplier<byte[]> content) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException(file + " is no file");
            }
            Files.createDirectories(folder);
            Path draft = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".draft");
            try {
                write(draft, content.get());
                Files.createLink(file, draft);
                sync(folder);
            } catch (FileAlreadyExistsException another) {
                // It was faster, and its content is the one that counts.
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return read(file);
    }

    /**
     * The content of a file that there has to be. Whoever asks for it overwrites it, where it can
     * be, when he needs it no more.
     *
     * @throws ExposedFile if others may read it
     */
    public static byte[] read(Path file) throws IOException {
        FileModes.requirePrivate(file);
        return Files.readAllBytes(file);
    }

    /**
     * Puts another content in the place of the file's: whoever reads finds the one or the other.
     */
    static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Path draft = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".draft");
        try {
            write(draft, content);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly())) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
