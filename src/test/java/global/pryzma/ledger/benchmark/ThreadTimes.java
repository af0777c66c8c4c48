package global.pryzma.ledger.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time of a service by the kinds of its threads, as Linux has it; elsewhere nothing
 * is known. A virtual thread's is its carrier's.
 */
final class ThreadTimes {
    /** What a thread is for, by the beginnings of the names that Linux shows. */
    enum Kind {
        EVENT_LOOP("default-event", "default-nio", "multithread", "epoll"),
        VIRTUAL_THREADS("ForkJoinPool", "VirtualThread"),
        LONG_WORK("long-work"),
        WRITER("idempotency", "writer"),
        LEDGER_CLIENT("ledger"),
        REPLICA("replica"),
        COLLECTOR("GC ", "G1", "Z", "Shenandoah"),
        COMPILER("C1 ", "C2 "),
        OTHER("");

        private final List<String> names;

        Kind(String... names) {
            this.names = List.of(names);
        }

        static Kind of(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.names.stream().anyMatch(name::startsWith))
                    .findFirst()
                    .orElse(OTHER);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private ThreadTimes() {}

    static Map<Kind, Duration> of(ProcessHandle process) {
        Map<Kind, Duration> times = new EnumMap<>(Kind.class);
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(tasks)) {
            try (Stream<Path> threads = Files.list(tasks)) {
                threads.forEach(thread -> add(thread, times));
            } catch (IOException _) {
                return Map.of();
            }
        }
        return times;
    }

    private static void add(Path thread, Map<Kind, Duration> times) {
        try {
            Kind kind = Kind.of(Files.readString(thread.resolve("comm")));
            String onProcessor = Files.readString(thread.resolve("schedstat"));
            long nanos = Long.parseLong(onProcessor.substring(0, onProcessor.indexOf(' ')));
            times.merge(kind, Duration.ofNanos(nanos), Duration::plus);
        } catch (IOException _) {
            // It has ended meanwhile, or this Linux does not tell.
        }
    }
}
