package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.journal.Journal;
import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.journal.JournalHead;
import global.pryzma.replica.journal.Recovery;
import global.pryzma.replica.journal.ReplicaFiles;
import global.pryzma.replica.journal.Snapshots;
import global.pryzma.replica.journal.States;
import global.pryzma.replica.protocol.U128;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line: what it says and how it ends. */
class ReplicaServerTest {
    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port=70000",
                "--port=-1",
                "--port=abc",
                "--port=",
                "--port",
                "--cluster-id=-1",
                "--cluster-id=x",
                "--snapshot-after-bytes=-1",
                "--development=yes",
                "--digest=1",
                "--bind-address= ",
                "--data-folder=",
                "--unknown",
                "stray"
            })
    void aWrongArgumentIsExplained(String argument) throws Exception {
        assertThat(run("--data-folder=" + folder, argument)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: ");
        assertThat(out.size()).isZero();
    }

    @Test
    void theDataFolderHasToBeGiven() throws Exception {
        assertThat(run("--port=0")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("--data-folder=");
    }

    @Test
    void helpIsNoError() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: ");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var other = EmbeddedReplica.start(ReplicaSettings.in(folder.resolve("other")))) {
            String port = "--port=" + other.port();
            assertThat(run("--data-folder=" + folder, port)).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("127.0.0.1:" + other.port());
        }
    }

    @Test
    void aFolderInUseIsNamed() throws Exception {
        try (var other = EmbeddedReplica.start(ReplicaSettings.in(folder))) {
            assertThat(other.isAnswering()).isTrue();
            assertThat(run("--data-folder=" + folder)).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("in use", folder.toString());
        }
    }

    @Test
    void aFolderThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("--data-folder=" + file)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(file.toString());
    }

    @Test
    void damageIsNamed() throws Exception {
        EmbeddedReplica.start(ReplicaSettings.in(folder)).close();
        Path journal = folder.resolve("journal-0");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length - 1] ^= 1;
        Files.write(journal, bytes);
        assertThat(run("--data-folder=" + folder)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("corrupt", journal.toString());
    }

    /** The same commits, once with snapshots all the way and once in one journal. */
    @Test
    void theDigestDependsOnTheCommitsAlone() throws Exception {
        var states = States.of(System.nanoTime(), 60);
        Path alone = Files.createDirectory(folder.resolve("alone"));
        Path snapshots = Files.createDirectory(folder.resolve("snapshots"));
        commit(states, alone, Long.MAX_VALUE);
        commit(states, snapshots, JournalHead.BYTES + 10_000);
        assertThat(alone.resolve("journal-0")).exists();
        assertThat(snapshots.resolve("journal-0")).doesNotExist();
        String digest = digest(alone);
        assertThat(digest).matches("digest [0-9a-f]{64} commits 60 accounts 40 transfers \\d+\\R");
        assertThat(digest(alone)).isEqualTo(digest);
        assertThat(digest(snapshots)).isEqualTo(digest);
    }

    @Test
    void theDigestOfNoLedgerIsRefusedAndMakesNone() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createFile(other.resolve("notes.tmp"));
        for (Path none : List.of(nowhere, empty, other)) {
            assertThat(run("--data-folder=" + none, "--digest")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "there is no ledger in " + none + ": neither a journal nor a snapshot");
        }
        assertThat(nowhere).doesNotExist();
        assertThat(empty).isEmptyDirectory();
        assertThat(other.resolve("notes.tmp")).exists();
        assertThat(other.toFile().list()).hasSize(1);
    }

    /** A folder that is shared with somebody else by mistake. */
    @Test
    void whatIsNotItsOwnIsLeftAlone() throws Exception {
        for (String name : List.of("notes.tmp", "journal-x.tmp", "my-journal-1.tmp", ".tmp")) {
            Files.createFile(folder.resolve(name));
        }
        for (String name : List.of("journal-1.tmp", "snapshot-20.tmp")) {
            Files.createFile(folder.resolve(name));
        }
        EmbeddedReplica.start(ReplicaSettings.in(folder)).close();
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "notes.tmp",
                        "journal-x.tmp",
                        "my-journal-1.tmp",
                        ".tmp",
                        "journal-0",
                        "lock");
    }

    @Test
    void theDigestOfARunningReplicasFolderIsRefused() throws Exception {
        try (var running = EmbeddedReplica.start(ReplicaSettings.in(folder))) {
            assertThat(running.isAnswering()).isTrue();
            assertThat(run("--data-folder=" + folder, "--digest")).isEqualTo(1);
        }
    }

    private static void commit(States states, Path folder, long snapshotAfterBytes)
            throws Exception {
        var files = new ReplicaFiles(folder, JournalFile::open);
        Recovery recovery = Recovery.run(files, U128.ZERO);
        var snapshots = new Snapshots(files, U128.ZERO, snapshotAfterBytes, recovery);
        try (Journal journal = recovery.journal()) {
            for (int message = 0; message < states.size(); message++) {
                journal.append(states.record(message), states.body(message));
                journal.commit();
                recovery.state().commit(states.record(message), states.body(message), true);
                snapshots.takeIfDue(recovery.state(), journal);
                snapshots.await();
            }
        }
    }

    private String digest(Path of) throws Exception {
        out.reset();
        assertThat(run("--data-folder=" + of, "--digest")).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) throws InterruptedException {
        err.reset();
        return ReplicaServer.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
