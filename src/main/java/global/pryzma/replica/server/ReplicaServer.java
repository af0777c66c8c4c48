package global.pryzma.replica.server;

import global.pryzma.replica.journal.CorruptJournalException;
import global.pryzma.replica.journal.DataFolder;
import global.pryzma.replica.journal.DataFolderInUseException;
import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.journal.Recovery;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.journal.ReplicaState;
import global.pryzma.replica.journal.StateDigest;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs one replica alone until the process is ended, or prints a digest of what a data folder
 * holds; {@code --help} says which arguments there are. Once the replica answers it prints one line
 * with its address to standard output.
 *
 * <p>The exit status is 2 for wrong arguments and 1 where the replica cannot start, or has stopped
 * because it could not write: a real one ends then too ({@code vsr.fatal}), and whoever supervises
 * it has to know.
 */
public final class ReplicaServer {
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private ReplicaServer() {}

    public static void main(String[] args) throws InterruptedException {
        int status = run(System.out, System.err, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Answers the exit status; does not return while a replica is running. */
    static int run(PrintStream out, PrintStream err, String... args) throws InterruptedException {
        ReplicaArguments arguments;
        try {
            arguments = ReplicaArguments.of(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(ReplicaArguments.USAGE);
            return WRONG_ARGUMENTS;
        }
        ReplicaSettings settings = arguments.settings();
        try {
            switch (arguments.command()) {
                case HELP -> out.print(ReplicaArguments.USAGE);
                case DIGEST -> digest(settings, out);
                case SERVE -> {
                    err.println("the replica has stopped: " + serve(settings, out));
                    return FAILED;
                }
            }
            return 0;
        } catch (BindException e) {
            err.println(
                    "cannot listen on "
                            + settings.bindAddress()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage());
        } catch (UnknownHostException e) {
            err.println("unknown bind address " + settings.bindAddress());
        } catch (DataFolderInUseException | CorruptJournalException | NoLedgerException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("cannot use data folder " + settings.dataFolder() + ": " + e);
        }
        return FAILED;
    }

    /** Answers why the replica has stopped by itself. */
    private static Throwable serve(ReplicaSettings settings, PrintStream out)
            throws IOException, InterruptedException {
        EmbeddedReplica replica = EmbeddedReplica.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(replica::close));
        exitWithParent();
        out.println("replica listening on " + replica.address());
        return replica.awaitFailure();
    }

    /** Maven, ended by a signal, would leave the process that it has started running. */
    private static void exitWithParent() {
        if (Boolean.getBoolean("pryzma.exit-with-parent")) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
    }

    private static void digest(ReplicaSettings settings, PrintStream out) throws IOException {
        Path path = settings.dataFolder();
        // Before anything is made in it, be it only the lock.
        if (!Files.isDirectory(path) || new ReplicaFiles(path, JournalFile::open).isEmpty()) {
            throw new NoLedgerException(path);
        }
        try (DataFolder folder = DataFolder.open(path, JournalFile::open)) {
            ReplicaFiles files = folder.files(JournalFile::open);
            Recovery recovery = Recovery.run(files, U128.of(settings.clusterId()));
            recovery.journal().close();
            ReplicaState state = recovery.state();
            out.println(
                    "digest %s commits %d accounts %d transfers %d"
                            .formatted(
                                    StateDigest.of(state),
                                    state.op(),
                                    state.machine().accountCount(),
                                    state.machine().transferCount()));
        }
    }
}
