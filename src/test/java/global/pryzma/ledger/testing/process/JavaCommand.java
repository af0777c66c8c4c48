package global.pryzma.ledger.testing.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a command that runs a class of this build in a Java process of its own.
 *
 * @param classPath as the JVM takes it
 * @param options of the JVM
 */
public record JavaCommand(String classPath, List<String> options) {
    private static final List<String> NECESSARY = List.of("--enable-native-access=ALL-UNNAMED");
    private static final List<String> QUICK_START =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m");

    public JavaCommand {
        options = List.copyOf(options);
    }

    /** From the {@link AotCache}, or from the class path of this process where there is none. */
    public static JavaCommand quickest() {
        return AotCache.command().orElseGet(() -> quick(ClassPath.text(), List.of()));
    }

    static JavaCommand quick(String classPath, List<String> more) {
        List<String> options = new ArrayList<>(NECESSARY);
        options.addAll(QUICK_START);
        options.addAll(more);
        return new JavaCommand(classPath, options);
    }

    /** With nothing that makes the start quick and the service slow. */
    public static JavaCommand asInProduction() {
        return new JavaCommand(ClassPath.text(), NECESSARY);
    }

    /** Runs that class; later options win over those that are here already. */
    public List<String> running(String mainClass, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }
}
