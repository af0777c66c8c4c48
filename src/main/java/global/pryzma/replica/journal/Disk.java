package global.pryzma.replica.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The few things that the replica asks of a file system; tests put a faulty one here. */
public interface Disk {
    /** Opens a file for reading and writing, made where it is missing. */
    JournalFile open(Path path) throws IOException;

    /** Gives a file another name, at once or not at all; replaces what has that name. */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    default void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    /** Makes the names in a folder as lasting as the bytes of its files, where the system can. */
    default void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            Logger log = LoggerFactory.getLogger(Disk.class);
            log.debug("the system cannot force a folder: {}", folder, e);
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }
}
