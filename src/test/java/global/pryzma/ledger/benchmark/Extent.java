package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.process.JavaCommand;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of the benchmark is run: what the environment says, see README.md, or what a test does.
 *
 * @param java that the service runs in
 * @param warmUp of each load, before its time is taken
 * @param time of each load
 * @param accounts between which money moves
 * @param batch transfers of a batch
 * @param stored keys and transfers that are there at the beginning
 * @param filling what is stored before reading is measured
 * @param minute as long as one is taken to be
 * @param minutes of the load on a new database
 * @param soakMinutes of the load with a short retention
 */
record Extent(
        Set<Part> parts,
        List<Integer> inFlight,
        JavaCommand java,
        int runs,
        Duration warmUp,
        Duration time,
        int accounts,
        int batch,
        int stored,
        Filling filling,
        Duration minute,
        int minutes,
        int soakMinutes) {

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    Extent {
        parts = Set.copyOf(parts);
        inFlight = List.copyOf(inFlight);
    }

    static Extent ofEnvironment() {
        Duration time = Duration.ofSeconds(number("BENCHMARK_SECONDS", 30));
        int soakMinutes = number("BENCHMARK_SOAK_MINUTES", 0);
        Set<Part> parts = parts(text("BENCHMARK_PARTS", ""));
        if (soakMinutes == 0) {
            parts.remove(Part.SOAK);
        }
        return new Extent(
                parts,
                Arrays.stream(text("BENCHMARK_IN_FLIGHT", "1,8,32,64,256,512").split(","))
                        .map(it -> Integer.valueOf(it.strip()))
                        .toList(),
                JavaCommand.asInProduction(),
                number("BENCHMARK_RUNS", 3),
                time.compareTo(WARM_UP) < 0 ? time : WARM_UP,
                time,
                number("BENCHMARK_ACCOUNTS", 1_000),
                number("BENCHMARK_BATCH", 8_000),
                number("BENCHMARK_STORED", 0),
                new Filling(
                        number("BENCHMARK_READING_TRANSFERS", 10_000_000),
                        number("BENCHMARK_READING_ACCOUNTS", 1_000_000),
                        kept(text("BENCHMARK_READING_FOLDER", ""))),
                Duration.ofMinutes(1),
                number("BENCHMARK_MINUTES", 1),
                soakMinutes);
    }

    private static Set<Part> parts(String names) {
        return names.isBlank()
                ? EnumSet.allOf(Part.class)
                : Arrays.stream(names.split(","))
                        .map(Part::named)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    private static @Nullable Path kept(String folder) {
        return folder.isBlank() ? null : Path.of(folder);
    }

    /** The same, with loads and warm-ups of this time at most. */
    Extent withLoadsOf(Duration longest) {
        return new Extent(
                parts,
                inFlight,
                java,
                runs,
                warmUp.compareTo(longest) < 0 ? warmUp : longest,
                time.compareTo(longest) < 0 ? time : longest,
                accounts,
                batch,
                stored,
                filling,
                minute,
                minutes,
                soakMinutes);
    }

    boolean has(Part... any) {
        return Arrays.stream(any).anyMatch(parts::contains);
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    private static String text(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
