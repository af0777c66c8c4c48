package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What infra/postgres/failover.sh and start.sh refuse, and what they do: with a docker that keeps
 * two servers as files in a folder, and runs for real what is to be run on their volumes. With real
 * servers it was tried by hand (infra/runbooks/postgres-failover.md).
 */
class FailoverScriptTest {
    private static final String DOCKER =
            """
            #!/bin/bash
            # docker compose, of two servers that are folders
            case $2 in
              ps) for node in postgres-1 postgres-2; do [ ! -e "$STATE/$node/running" ] || echo $node; done ;;
              stop) rm -f "$STATE/${!#}/running" ;;
              up)
                touch "$STATE/${!#}/running"
                mkdir -p "$STATE/${!#}/data"
                touch "$STATE/${!#}/data/PG_VERSION" "$STATE/${!#}/standby"
                for node in postgres-1 postgres-2; do echo 1 > "$STATE/$node/synchronous"; done
                ;;
              run) PGDATA=$STATE/$8/data bash -c "${!#//\\/lead/$STATE/lead}" ;;
              exec)
                node=$4
                [ -e "$STATE/$node/running" ] || exit 1
                case ${!#} in
                  'SELECT pg_is_in_recovery()') if [ -e "$STATE/$node/standby" ]; then echo t; else echo f; fi ;;
                  *pg_promote*) rm "$STATE/$node/standby" ;;
                  'ALTER SYSTEM SET '*) sql=${!#} && echo "${sql#ALTER SYSTEM SET }" >> "$STATE/$node/data/postgresql.auto.conf" ;;
                  *pg_stat_replication*) cat "$STATE/$node/synchronous" ;;
                  *pg_last_wal_receive_lsn*) cat "$STATE/$node/caught-up" ;;
                esac
                ;;
            esac
            """;

    private static final String CONTROL_DATA =
            """
            #!/bin/bash
            [ -e "$1/PG_VERSION" ] && echo "Latest checkpoint location:           0/3014C10"
            """;

    /** The primary is postgres-1, and postgres-2 its synchronous standby. */
    @BeforeEach
    void aPairOfServers(@TempDir Path folder) throws Exception {
        state = folder;
        for (String node : List.of("postgres-1", "postgres-2")) {
            write(node + "/running", "");
            write(node + "/data/PG_VERSION", "18");
            write(node + "/data/postgresql.auto.conf", "");
            write(node + "/synchronous", "1");
            write(node + "/caught-up", "t");
        }
        write("postgres-2/standby", "");
        write("lead/primary", "postgres-1");
        names("postgres-1", "FIRST 1 (standby)");
        program("docker", DOCKER);
        program("pg_controldata", CONTROL_DATA);
        // What start.sh would start, and what it would wait for.
        program("docker-entrypoint.sh", "#!/bin/bash\necho \"started: $*\"\n");
        program("sleep", "#!/bin/bash\n");
        program("pg_isready", "#!/bin/bash\n");
        program("install", "#!/bin/bash\nmkdir -p \"${!#}\"\n");
        program(
                "gosu",
                "#!/bin/bash\nshift\necho \"copied: $*\"\ntouch \"$PGDATA.new/PG_VERSION\"\n");
    }

    private Path state = Path.of(".");

    @Test
    void promotesTheStandbyOfADeadPrimaryAndLetsItCommitAlone() throws Exception {
        stopped("postgres-1");
        failover("promote", "postgres-2").succeeded();
        assertThat(lead()).isEqualTo("postgres-2");
        assertThat(state.resolve("postgres-2/standby")).doesNotExist();
        assertThat(Files.readString(state.resolve("postgres-2/data/postgresql.auto.conf")))
                .endsWith("synchronous_standby_names = ''\n");
        assertThat(failover("promote", "postgres-2").succeeded().printed())
                .contains("is the primary already");
    }

    @Test
    void promotesNoneBesideAPrimaryThatRuns() throws Exception {
        refuses("Two primaries would part the books", "promote", "postgres-2");
        failover("promote", "postgres-2", "--stop-primary").succeeded();
        assertThat(state.resolve("postgres-1/running")).doesNotExist();
        assertThat(lead()).isEqualTo("postgres-2");
    }

    /** Who does not tell what runs has not said that nothing does. */
    @Test
    void promotesNoneWhereDockerDoesNotAnswer() throws Exception {
        program("docker", DOCKER.replace("case $2 in", "[ $2 != ps ] || exit 1\ncase $2 in"));
        refuses("docker does not tell what runs", "promote", "postgres-2");
    }

    @Test
    void promotesNoStandbyThatMayLackCommits() throws Exception {
        write("postgres-1/synchronous", "0");
        refuses("not synchronous", "promote", "postgres-2", "--stop-primary");
        stopped("postgres-1");
        write("postgres-2/caught-up", "f");
        refuses("has not received all", "promote", "postgres-2");
        write("postgres-2/caught-up", "t");
        names("postgres-1", "");
        refuses("was allowed to commit without its standby", "promote", "postgres-2");
        names("postgres-1", "FIRST 1 (standby)");
        Files.delete(state.resolve("postgres-1/data/PG_VERSION"));
        refuses("can't be read", "promote", "postgres-2");
        failover("promote", "postgres-2", "--lose-commits").succeeded();
        assertThat(lead()).isEqualTo("postgres-2");
    }

    @Test
    void aPromotionThatWasCutOffGoesOn() throws Exception {
        stopped("postgres-1");
        write("lead/primary", "postgres-2");
        failover("promote", "postgres-2").succeeded();
        assertThat(state.resolve("postgres-2/standby")).doesNotExist();
    }

    @Test
    void makesANewStandbyOfAnEmptyFolderAlone() throws Exception {
        refuses("can't be its standby", "standby", "postgres-1");
        stopped("postgres-2");
        write("postgres-1/synchronous", "0");
        refuses("holds data", "standby", "postgres-2");
        names("postgres-1", "");
        failover("standby", "postgres-2", "--discard-its-data").succeeded();
        assertThat(Files.readString(state.resolve("postgres-1/data/postgresql.auto.conf")))
                .endsWith("synchronous_standby_names = 'FIRST 1 (standby)'\n");
    }

    @Test
    void goesOnAloneOnlyWithoutAStandby() throws Exception {
        refuses("the standby follows", "alone");
        write("postgres-1/synchronous", "0");
        failover("alone").succeeded();
        stopped("postgres-1");
        refuses("was allowed to commit without its standby", "promote", "postgres-2");
    }

    @Test
    void theLeadIsSaidOnlyWhereNobodyKnowsIt() throws Exception {
        refuses("it is known", "lead", "postgres-2");
        Files.delete(state.resolve("lead/primary"));
        refuses("stop postgres-1 first", "lead", "postgres-2");
        stopped("postgres-1");
        failover("lead", "postgres-2").succeeded();
        assertThat(lead()).isEqualTo("postgres-2");
    }

    @Test
    void anythingElseIsAnsweredWithWhatThereIs() throws Exception {
        assertThat(failover("promote", "all").status()).isEqualTo(2);
        assertThat(failover("promote", "all").printed()).contains("failover.sh promote NODE");
    }

    @Test
    void theFirstStartMakesThePrimary() throws Exception {
        Files.delete(state.resolve("lead/primary"));
        Files.delete(state.resolve("postgres-1/data/PG_VERSION"));
        assertThat(start("postgres-1").succeeded().printed())
                .isEqualTo("started: postgres -c synchronous_commit=on -c wal_keep_size=1GB\n");
        assertThat(lead()).isEqualTo("postgres-1");
    }

    @Test
    void anEmptyFolderBecomesAStandbyThatIsNobodysPrimary() throws Exception {
        Files.delete(state.resolve("postgres-2/data/PG_VERSION"));
        assertThat(start("postgres-2").succeeded().printed())
                .contains(
                        "copied: pg_basebackup -h postgres-1", "started: postgres -c cluster_name");
        assertThat(Files.readString(state.resolve("postgres-2/data/postgresql.auto.conf")))
                .endsWith("synchronous_standby_names = ''\n");
    }

    @Test
    void anOldPrimaryIsNotStarted() throws Exception {
        write("lead/primary", "postgres-2");
        Program start = start("postgres-1");
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.printed())
                .startsWith("REFUSED: postgres-1 was the primary, and postgres-2 is now");
        Files.delete(state.resolve("lead/primary"));
        assertThat(start("postgres-2").printed()).startsWith("REFUSED: nobody knows");
    }

    @Test
    void theOneThatIsToBeThePrimaryAndIsNotYetStaysAStandby() throws Exception {
        write("postgres-1/data/standby.signal", "");
        assertThat(start("postgres-1").succeeded().printed())
                .contains("failover.sh promote postgres-1", "started: postgres -c cluster_name");
    }

    private void refuses(String why, String... command) throws Exception {
        String before = lead();
        Program failover = failover(command);
        assertThat(failover.status()).as(failover.printed()).isEqualTo(1);
        assertThat(failover.printed()).contains("REFUSED: ").contains(why);
        assertThat(lead()).isEqualTo(before);
    }

    private Program failover(String... command) throws Exception {
        List<String> whole = new ArrayList<>();
        whole.add("infra/postgres/failover.sh");
        whole.addAll(List.of(command));
        return Program.run(whole, environment(), "");
    }

    private Program start(String node) throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("NODE", node);
        environment.put("PEER", node.equals("postgres-1") ? "postgres-2" : "postgres-1");
        environment.put("PGDATA", state.resolve(node).resolve("data").toString());
        environment.put("REPLICATION_PASSWORD", "secret");
        String script =
                Files.readString(Path.of("infra/postgres/start.sh"))
                        .replace("/lead/", state.resolve("lead") + "/");
        return Program.run(List.of("bash", "-s"), environment, script);
    }

    private Map<String, String> environment() {
        return Map.of(
                "STATE",
                state.toString(),
                "PATH",
                state.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private String lead() throws IOException {
        Path lead = state.resolve("lead/primary");
        return Files.exists(lead) ? Files.readString(lead).strip() : "";
    }

    private void names(String node, String names) throws IOException {
        write(
                node + "/data/postgresql.auto.conf",
                "synchronous_standby_names = '%s'\n".formatted(names));
    }

    private void stopped(String node) throws IOException {
        Files.delete(state.resolve(node + "/running"));
    }

    private void program(String name, String text) throws IOException {
        write("bin/" + name, text);
        assertThat(state.resolve("bin/" + name).toFile().setExecutable(true)).isTrue();
    }

    private void write(String file, String text) throws IOException {
        Path path = state.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
