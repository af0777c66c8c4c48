package global.pryzma.ledger.embedded.replica;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A replica in a process of its own, which a test can kill. */
final class ReplicaProcess implements AutoCloseable {
    private static final String READY = "replica listening on ";

    private final Process process;
    private final String address;

    private ReplicaProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one and waits for its ready line. */
    static ReplicaProcess start(Path folder, int port, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ReplicaServer.class.getName());
        command.add("--data-folder=" + folder);
        command.add("--port=" + port);
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Not closed: what the process says later must not make it fail.
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                drain(out);
                return new ReplicaProcess(process, line.substring(READY.length()));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the process did not start:\n" + said);
    }

    private static void drain(BufferedReader out) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        out.transferTo(Writer.nullWriter());
                    } catch (IOException e) {
                        // The process has ended.
                    }
                });
    }

    String address() {
        return address;
    }

    int port() {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    /** SIGKILL: the process gets no chance to finish anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
