package global.pryzma.replica.server;

import global.pryzma.replica.protocol.MessageLimit;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * What the command line of {@link ReplicaServer} asks for.
 *
 * @param command what to do
 */
record ReplicaArguments(Task command, ReplicaSettings settings) {
    static final String USAGE =
            """
            usage: ReplicaServer --data-folder=<folder> [option]...
              --data-folder=<folder>    where the journal and the snapshots are; made where missing
              --port=<0 to 65535>       where to listen; 0, the default, takes any free port
              --bind-address=<address>  the interface to listen on; 127.0.0.1 by default
              --cluster-id=<number>     which clients have to name too; 0 by default
              --development             small messages, as a real server's --development has them
              --snapshot-after-bytes=<n>  how long a journal gets before a snapshot replaces it
              --silence-millis=<n>      how long after its start it lets connections in and is silent
              --digest                  print a digest of the folder's state and end
              --help                    print this and end
            """;

    enum Task {
        SERVE,
        DIGEST,
        HELP
    }

    /**
     * @throws IllegalArgumentException if an argument is unknown or wrong or the folder is missing
     */
    static ReplicaArguments of(String... args) {
        Task command = Task.SERVE;
        ReplicaSettings settings = ReplicaSettings.in(Path.of(""));
        boolean folderGiven = false;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            switch (name) {
                case "--data-folder" -> {
                    settings = settings.withDataFolder(value(arg, Path::of));
                    folderGiven = true;
                }
                case "--bind-address" ->
                        settings = settings.withBindAddress(value(arg, any -> any));
                case "--port" -> settings = settings.withPort(value(arg, Integer::parseInt));
                case "--cluster-id" ->
                        settings = settings.withClusterId(value(arg, BigInteger::new));
                case "--snapshot-after-bytes" ->
                        settings = settings.withSnapshotAfterBytes(value(arg, Long::parseLong));
                case "--silence-millis" ->
                        settings = settings.withSilence(value(arg, ReplicaArguments::millis));
                case "--development" -> {
                    noValue(arg, equals);
                    settings = settings.withLimit(MessageLimit.DEVELOPMENT);
                }
                case "--digest" -> {
                    noValue(arg, equals);
                    command = Task.DIGEST;
                }
                case "--help" -> {
                    return new ReplicaArguments(Task.HELP, settings);
                }
                default -> throw new IllegalArgumentException("unknown argument " + arg);
            }
        }
        if (!folderGiven) {
            throw new IllegalArgumentException("--data-folder=<folder> is missing");
        }
        return new ReplicaArguments(command, settings);
    }

    private static <T> T value(String arg, Function<String, T> parse) {
        int equals = arg.indexOf('=');
        if (equals < 0 || equals == arg.length() - 1) {
            throw new IllegalArgumentException(arg + " needs a value: --name=value");
        }
        try {
            return parse.apply(arg.substring(equals + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(arg + " is not a number in range", e);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(arg + " is not a path", e);
        }
    }

    private static void noValue(String arg, int equals) {
        if (equals >= 0) {
            throw new IllegalArgumentException(arg + " takes no value");
        }
    }

    private static Duration millis(String number) {
        return Duration.ofMillis(Long.parseLong(number));
    }
}
