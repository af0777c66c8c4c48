package global.pryzma.replica.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one replica. {@code snapshot-7} is the state after commit 7, {@code journal-7} holds
 * the commits from 8 on. A file has its name only once it is whole and on the disk: until then it
 * is a temporary one, which means nothing.
 */
public final class ReplicaFiles {
    private static final String JOURNAL = "journal-";
    private static final String SNAPSHOT = "snapshot-";
    private static final String TEMPORARY = ".tmp";
    private static final String NUMBER = "\\d{1,18}";

    private final Path folder;
    private final Disk disk;

    public ReplicaFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    Path journal(long op) {
        return folder.resolve(JOURNAL + op);
    }

    Path snapshot(long op) {
        return folder.resolve(SNAPSHOT + op);
    }

    /** After which commits there are journals, ascending. */
    List<Long> journals() throws IOException {
        return numbers(JOURNAL);
    }

    /** After which commits there are snapshots, ascending. */
    public List<Long> snapshots() throws IOException {
        return numbers(SNAPSHOT);
    }

    private List<Long> numbers(String prefix) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(prefix + NUMBER))
                    .forEach(name -> numbers.add(Long.valueOf(name.substring(prefix.length()))));
        }
        numbers.sort(null);
        return numbers;
    }

    /** Whether there is no ledger yet. */
    public boolean isEmpty() throws IOException {
        return journals().isEmpty() && snapshots().isEmpty();
    }

    JournalFile open(Path path) throws IOException {
        return disk.open(path);
    }

    /** Opens an empty file that shall have this name later. */
    JournalFile openTemporary(Path path) throws IOException {
        disk.delete(temporary(path));
        return disk.open(temporary(path));
    }

    /** A temporary file is whole and was forced: from now on, and after any crash, it counts. */
    void publish(Path path) throws IOException {
        disk.rename(temporary(path), path);
        disk.forceFolder(folder);
    }

    void deleteTemporary(Path path) throws IOException {
        disk.delete(temporary(path));
    }

    /** Deletes what a crash left half made of its own files, and nobody else's. */
    void deleteTemporaries() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(ReplicaFiles::isTemporary).toList();
        }
        for (Path file : left) {
            disk.delete(file);
        }
    }

    /** Deletes the journals and snapshots that the snapshot of this commit replaces. */
    void deleteBefore(long op) throws IOException {
        for (long older : journals()) {
            if (older < op) {
                disk.delete(journal(older));
            }
        }
        for (long older : snapshots()) {
            if (older < op) {
                disk.delete(snapshot(older));
            }
        }
    }

    private static boolean isTemporary(Path file) {
        String name = file.getFileName().toString();
        return name.matches("(" + JOURNAL + "|" + SNAPSHOT + ")" + NUMBER + "\\" + TEMPORARY);
    }

    private static Path temporary(Path path) {
        return path.resolveSibling(path.getFileName() + TEMPORARY);
    }
}
