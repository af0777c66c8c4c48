package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.Application;
import global.pryzma.ledger.testing.OncePerBuild;
import global.pryzma.ledger.testing.TestProperties;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The classes that a service loads and links while it starts, as the JVM keeps them in a file
 * (-XX:AOTCache). A start with it takes a quarter of the processor time. It is made once for each
 * state of the classes, by the test process that needs it first, while others wait; where that
 * fails, processes start from the plain class path and are only slower.
 *
 * <p>The JVM takes classes from jars alone into it, so ours are packed into some.
 */
final class AotCache {
    private static @Nullable Optional<JavaCommand> command;

    private final Path folder;

    private AotCache(Path folder) {
        this.folder = folder;
    }

    /** A command that uses it, if it could be made. */
    static synchronized Optional<JavaCommand> command() {
        if (command == null) {
            AotCache cache =
                    new AotCache(
                            OncePerBuild.folder(
                                    "aot",
                                    ClassPath.digest(),
                                    folder -> new AotCache(folder).make()));
            command =
                    Files.exists(cache.file())
                            ? Optional.of(cache.with("-XX:AOTCache="))
                            : Optional.empty();
        }
        return command;
    }

    private void make() throws IOException {
        for (Path classes : ClassPath.folders()) {
            pack(classes, jar(classes));
        }
        try {
            train();
        } catch (IOException | RuntimeException | AssertionError e) {
            Files.deleteIfExists(file());
            System.out.println(
                    "Processes start without an AOT cache: "
                            + e.toString().lines().findFirst().orElse(""));
        }
    }

    /** As users have it made. The JVM does it at the end of the process. */
    private void train() throws IOException {
        List<String> command =
                new ArrayList<>(
                        with("-XX:AOTCacheOutput=")
                                .running(
                                        Application.class.getName(),
                                        List.of(
                                                "-Dlogback.configurationFile=logback.xml",
                                                "-Dpryzma.postgres.binaries-folder="
                                                        + TestProperties.POSTGRES_BINARIES)));
        command.add("train");
        Run run = Run.of(new ProcessBuilder(command), folder.resolve("training.log"));
        if (run.awaitExit() != 0 || !Files.exists(file())) {
            throw new IOException("the JVM has made none: " + run.printed());
        }
    }

    private JavaCommand with(String option) {
        List<String> jars = new ArrayList<>();
        for (Path entry : ClassPath.entries()) {
            jars.add((Files.isDirectory(entry) ? jar(entry) : entry).toString());
        }
        return JavaCommand.quick(String.join(File.pathSeparator, jars), List.of(option + file()));
    }

    private Path file() {
        return folder.resolve("service.aot");
    }

    private Path jar(Path classes) {
        return folder.resolve(classes.getFileName() + ".jar");
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(1);
            for (Path path : ClassPath.files(classes)) {
                // The framework looks for folders, too.
                String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
                boolean isFolder = Files.isDirectory(path);
                zip.putNextEntry(new ZipEntry(isFolder ? name + "/" : name));
                if (!isFolder) {
                    Files.copy(path, zip);
                }
                zip.closeEntry();
            }
        }
    }
}
