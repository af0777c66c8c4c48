package global.pryzma.replica.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.FaultyFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What recovery makes of every state a crash, or a bad disk, can leave the file in. */
class JournalTest {
    private static final U128 CLUSTER = U128.of(3);
    private static final int BODY = 32;

    @TempDir private Path folder;

    private Path path() {
        return folder.resolve("journal-0");
    }

    @Test
    void whatWasCommittedIsReplayedInOrder() throws IOException {
        write(5);
        assertThat(ops()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void itGoesOnAfterARestart() throws IOException {
        write(2);
        write(3);
        assertThat(ops()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    /**
     * It tells nothing that is not on the disk: a crash leaves it there, a power failure may not.
     */
    @ParameterizedTest
    @CsvSource({"false, 3", "true, 1"})
    void whatOnlyReadsIsWrittenAndNotForced(boolean powerIsLost, long found) throws IOException {
        var disk = new CrashingDisk(folder, Integer.MAX_VALUE);
        try (var journal = open(disk, CLUSTER, (record, body, last) -> {})) {
            append(journal);
            journal.commit();
            append(journal, Operation.LOOKUP_ACCOUNTS);
            journal.commit();
            append(journal, Operation.QUERY_TRANSFERS);
            journal.commit();
        }
        if (powerIsLost) {
            disk.losePower();
        }
        assertThat(ops()).hasSize((int) found);
        write(1);
        assertThat(ops()).hasSize((int) found + 1);
    }

    /** Before the next change is acknowledged all that came before it is on the disk. */
    @Test
    void whatComesBehindIsForcedWithWhatReads() throws IOException {
        var disk = new CrashingDisk(folder, Integer.MAX_VALUE);
        try (var journal = open(disk, CLUSTER, (record, body, last) -> {})) {
            append(journal, Operation.LOOKUP_ACCOUNTS);
            journal.commit();
            append(journal);
            journal.commit();
        }
        disk.losePower();
        assertThat(ops()).containsExactly(1L, 2L);
    }

    /** No record may come to be in the file behind the next one's head. */
    @ParameterizedTest
    @EnumSource(names = {"LOOKUP_ACCOUNTS", "CREATE_TRANSFERS"})
    void aNewFileBeginsWhenEverythingIsCommitted(Operation operation) throws IOException {
        try (var journal = open((record, body, last) -> {})) {
            append(journal, operation);
            assertThatIllegalStateException().isThrownBy(journal::roll);
            journal.commit();
            journal.roll();
        }
    }

    @Test
    void theLastRecordOfEachClientIsKnown() throws IOException {
        write(5);
        List<Boolean> lasts = new ArrayList<>();
        open((record, body, last) -> lasts.add(last)).close();
        // Two clients take turns.
        assertThat(lasts).containsExactly(false, false, false, true, true);
    }

    /** A write that was never forced, torn at every byte: recovery ends at what was forced. */
    @Test
    void aTornTailIsCutOff() throws IOException {
        write(2);
        long safe = Files.size(path());
        byte[] before = Files.readAllBytes(path());
        byte[] whole = withUnforcedRecord();
        for (int length = (int) safe; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertThat(ops()).as("cut at byte %d", length).containsExactly(1L, 2L);
            assertThat(Files.readAllBytes(path())).isEqualTo(before);
        }
        Files.write(path(), whole);
        assertThat(ops()).containsExactly(1L, 2L, 3L);
    }

    /** The file has its full length, but not all of the unforced bytes got there. */
    @Test
    void anUnforcedRecordWithWrongBytesIsCutOff() throws IOException {
        write(2);
        int safe = (int) Files.size(path());
        byte[] whole = withUnforcedRecord();
        for (int at = safe; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(path(), flipped);
            assertThat(ops()).as("flipped at byte %d", at).containsExactly(1L, 2L);
        }
    }

    /** What was forced and has been damaged since is not passed over. */
    @Test
    void aFlippedByteInWhatWasSafeIsRefused() throws IOException {
        write(3);
        byte[] whole = Files.readAllBytes(path());
        for (int at = JournalHead.BYTES; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(path(), flipped);
            assertThatThrownBy(this::ops)
                    .as("flipped at byte %d", at)
                    .isInstanceOf(CorruptJournalException.class)
                    .hasMessageContaining(path().toString())
                    .hasMessageContaining("at byte");
            assertThat(Files.readAllBytes(path())).isEqualTo(flipped);
        }
    }

    /** Acknowledged commits are missing: that is damage like any other, wherever the cut is. */
    @Test
    void aFileCutBelowWhatWasSafeIsRefused() throws IOException {
        write(3);
        byte[] whole = Files.readAllBytes(path());
        for (int length = JournalHead.BYTES; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertThatThrownBy(this::ops)
                    .as("cut at byte %d", length)
                    .isInstanceOf(CorruptJournalException.class)
                    .hasMessageContaining("commit 3 was safe");
            assertThat(Files.size(path())).isEqualTo(length);
        }
        Files.write(path(), whole);
        assertThat(ops()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aDamagedHeadIsRefused() throws IOException {
        write(1);
        byte[] whole = Files.readAllBytes(path());
        for (int at = 0; at < 64; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(path(), flipped);
            assertThatThrownBy(this::ops).isInstanceOf(CorruptJournalException.class);
        }
    }

    @Test
    void anotherClustersJournalIsRefused() throws IOException {
        write(1);
        assertThatThrownBy(() -> open(JournalFile::open, U128.of(4), (record, body, last) -> {}))
                .isInstanceOf(CorruptJournalException.class)
                .hasMessageContaining("cluster");
    }

    /** It had a whole first page before it got its name. */
    @Test
    void aFileWithoutAWholeHeadIsRefused() throws IOException {
        write(1);
        byte[] whole = Files.readAllBytes(path());
        for (int length = 0; length < JournalHead.BYTES; length += 512) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertThatThrownBy(this::ops).isInstanceOf(CorruptJournalException.class);
        }
    }

    @Test
    void aFolderHasOneOwner() throws IOException {
        write(1);
        try (var owner = ReplicaFolder.open(folder, JournalFile::open)) {
            assertThat(owner.files(JournalFile::open).journal(0)).isEqualTo(path().toRealPath());
            assertThatThrownBy(() -> ReplicaFolder.open(folder, JournalFile::open))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(folder.toString());
        }
        ReplicaFolder.open(folder, JournalFile::open).close();
    }

    /** Also the names of the folders themselves have to outlast a power failure. */
    @Test
    void theParentOfEachNewFolderIsForced() throws Exception {
        List<Path> forced = new ArrayList<>();
        Disk disk =
                new Disk() {
                    @Override
                    public JournalFile open(Path path) throws IOException {
                        return JournalFile.open(path);
                    }

                    @Override
                    public void forceFolder(Path forcedFolder) {
                        forced.add(forcedFolder);
                    }
                };
        Path inner = folder.resolve("a").resolve("b").resolve("c");
        for (int start = 0; start < 2; start++) {
            ReplicaFolder.open(inner, disk).close();
            assertThat(forced)
                    .containsExactly(folder, folder.resolve("a"), folder.resolve("a").resolve("b"));
        }
    }

    /** The bytes of a journal whose last record was written, but not forced. */
    private byte[] withUnforcedRecord() throws IOException {
        var disk = new FaultyFile();
        var journal = open(disk, CLUSTER, (record, body, last) -> {});
        append(journal);
        disk.forceFails = true;
        assertThatThrownBy(journal::commit).isInstanceOf(IOException.class);
        journal.close();
        return Files.readAllBytes(path());
    }

    private void write(int records) throws IOException {
        try (var journal = open((record, body, last) -> {})) {
            for (int i = 0; i < records; i++) {
                append(journal);
                journal.commit();
            }
        }
    }

    private static void append(Journal journal) throws IOException {
        append(journal, Operation.CREATE_TRANSFERS);
    }

    private static void append(Journal journal, Operation operation) throws IOException {
        long op = journal.last().op() + 1;
        byte[] body = new byte[BODY];
        Arrays.fill(body, (byte) op);
        journal.append(
                new JournalRecord(
                        op,
                        1000 * op,
                        operation,
                        U128.of(1 + op % 2),
                        U128.of(op),
                        (int) op,
                        Header.RELEASE,
                        Checksum.of(body, 0, BODY),
                        BODY),
                body);
    }

    private List<Long> ops() throws IOException {
        List<Long> ops = new ArrayList<>();
        open(
                        (record, body, last) -> {
                            byte[] expected = new byte[BODY];
                            Arrays.fill(expected, (byte) record.op());
                            assertThat(body).isEqualTo(expected);
                            ops.add(record.op());
                        })
                .close();
        return ops;
    }

    private Journal open(Journal.Replay replay) throws IOException {
        return open(JournalFile::open, CLUSTER, replay);
    }

    private Journal open(Disk disk, U128 cluster, Journal.Replay replay) throws IOException {
        var files = new ReplicaFiles(folder, disk);
        return Journal.open(files, cluster, JournalHead.Commit.NONE, replay);
    }
}
