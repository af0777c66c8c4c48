package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.testing.OncePerBuild;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The class path of this test process: folders of our own classes, and jars. */
final class ClassPath {
    private ClassPath() {}

    /** As a JVM takes it. */
    static String text() {
        return System.getProperty("java.class.path");
    }

    static List<Path> entries() {
        // An empty one would be the working directory, with all that is built in it.
        return Arrays.stream(text().split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    static List<Path> folders() {
        return entries().stream().filter(Files::isDirectory).toList();
    }

    /** Every file and folder below it, in one order. */
    static List<Path> files(Path entry) {
        try (Stream<Path> files = Files.walk(entry)) {
            return files.filter(file -> !file.equals(entry)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another one for any other state of the class path, or another JVM. */
    static String digest() {
        return OncePerBuild.digest(digest -> {
            add(digest, System.getProperty("java.home") + Runtime.version());
            for (Path entry : entries()) {
                add(digest, state(entry));
                if (Files.isDirectory(entry)) {
                    for (Path file : files(entry)) {
                        add(digest, state(file));
                    }
                }
            }
        });
    }

    private static String state(Path file) throws IOException {
        return file
                + (Files.isDirectory(file)
                        ? ""
                        : " "
                                + Files.size(file)
                                + " "
                                + Files.getLastModifiedTime(file).toMillis());
    }

    private static void add(MessageDigest digest, String what) {
        digest.update(what.getBytes(StandardCharsets.UTF_8));
    }
}
