package global.pryzma.ledger.testing.process;

import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The embedded replica alone in a process, as the stand-alone command runs it, and its switches for
 * faults: one line on standard input each. Ends with its input, so that it does not outlive the
 * process that started it.
 */
final class FaultyReplica {
    static final String READY = "replica listening on ";

    private final EmbeddedReplica replica;

    private FaultyReplica(EmbeddedReplica replica) {
        this.replica = replica;
    }

    /** Arguments: data folder, port, and for how many milliseconds it is silent at first. */
    public static void main(String[] args) throws IOException {
        EmbeddedReplica replica =
                EmbeddedReplica.start(
                        ReplicaSettings.in(Path.of(args[0]))
                                .withPort(Integer.parseInt(args[1]))
                                .withSilence(Duration.ofMillis(Long.parseLong(args[2]))));
        System.out.println(READY + replica.address());
        FaultyReplica faulty = new FaultyReplica(replica);
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            faulty.obey(line.split(" "));
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "drop" -> replica.replyFaults().drop(Integer.parseInt(words[1]));
            case "duplicate" -> replica.replyFaults().duplicate(Integer.parseInt(words[1]));
            case "delay" ->
                    replica.replyFaults()
                            .delay(
                                    Integer.parseInt(words[1]),
                                    Duration.ofMillis(Long.parseLong(words[2])));
            case "evict" -> evict(Integer.parseInt(words[1]));
            case "clear" -> replica.replyFaults().clear();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** One of the sessions that there are. */
    private void evict(int any) {
        List<BigInteger> sessions = replica.sessions();
        if (!sessions.isEmpty()) {
            replica.evictSession(sessions.get(Math.floorMod(any, sessions.size())));
        }
    }
}
