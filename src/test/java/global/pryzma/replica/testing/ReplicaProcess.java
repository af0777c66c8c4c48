package global.pryzma.replica.testing;

import global.pryzma.replica.server.ReplicaServer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** A replica in a process of its own, which a test can kill or let run into a limit. */
public final class ReplicaProcess implements AutoCloseable {
    private static final String READY = "replica listening on ";

    private final Process process;
    private final String address;
    private final Future<String> output;

    private ReplicaProcess(Process process, String address, Future<String> output) {
        this.process = process;
        this.address = address;
        this.output = output;
    }

    /** Starts one and waits for its ready line. */
    public static ReplicaProcess start(Path folder, int port, String... more) throws IOException {
        return start(List.of(), folder, port, more);
    }

    /** One that can make no file longer than so many blocks of 512 bytes. */
    public static ReplicaProcess startWithFileLimit(int blocks, Path folder) throws IOException {
        String limited = "ulimit -f " + blocks + " && exec \"$0\" \"$@\"";
        return start(List.of("sh", "-c", limited), folder, 0);
    }

    private static ReplicaProcess start(List<String> wrapper, Path folder, int port, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
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
                String address = line.substring(READY.length());
                return new ReplicaProcess(process, address, drain(out));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the process did not start:\n" + said);
    }

    private static Future<String> drain(BufferedReader out) {
        var rest =
                new FutureTask<>(() -> {
                    var text = new StringWriter();
                    try {
                        out.transferTo(text);
                    } catch (IOException e) {
                        // The process was killed.
                    }
                    return text.toString();
                });
        Thread.ofVirtual().start(rest);
        return rest;
    }

    /** Waits until the process ends by itself. */
    public int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** All that it has written to either stream since it was ready; waits for its end. */
    public String output() throws Exception {
        return output.get();
    }

    public String address() {
        return address;
    }

    public int port() {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    /** SIGKILL: the process gets no chance to finish anything. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
