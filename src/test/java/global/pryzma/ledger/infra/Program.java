package global.pryzma.ledger.infra;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A run of a program of this machine, and what it printed. */
record Program(int status, String printed) {
    /** Whether this machine has it; Debian's {@code prometheus} brings promtool. */
    static boolean isInstalled(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    static Program run(List<String> command, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Program(process.waitFor(), printed);
    }

    static Program run(String... command) throws IOException, InterruptedException {
        return run(List.of(command), Map.of(), "");
    }

    Program succeeded() {
        assertThat(status).as(printed).isZero();
        return this;
    }
}
