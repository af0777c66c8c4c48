package global.pryzma.ledger.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The registry of the metrics of one instance. Whoever counts gets a counter once, for one
 * combination of labels, and keeps it: finding it is dear, adding to it is not.
 */
@Singleton
public final class Metrics {
    private static final double NANOS = 1e9;

    /** Where the buckets of sizes end. */
    private static final double[] SIZES = {
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192
    };

    private static final double[] BYTES = {
        256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
                    .throwExceptionOnRegistrationFailure();

    private final Map<Series, Count> counts = new ConcurrentHashMap<>();
    private final Map<Series, Times> times = new ConcurrentHashMap<>();
    private final Map<Series, Sizes> sizes = new ConcurrentHashMap<>();
    private final Map<Series, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    /** The registry itself would forget them. */
    private final List<LongSupplier> kept = new CopyOnWriteArrayList<>();

    private @Nullable JvmGcMetrics collector;

    public Metrics() {
        // Named otherwise than they should be; what they tell is told by others.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("jvm.classes.loaded.count"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    }

    /**
     * One line of a metric.
     *
     * @param labels the values of {@link Metric#labels()}, in that order
     */
    public record Series(Metric metric, List<String> labels) {
        public Series {
            labels = List.copyOf(labels);
            if (labels.size() != metric.labels().size()) {
                throw new IllegalArgumentException(
                        metric + " has the labels " + metric.labels() + ", not " + labels);
            }
        }
    }

    public Count count(Metric metric, String... labels) {
        return counts.computeIfAbsent(
                series(metric, labels),
                series ->
                        new Count(
                                Counter.builder(without(metric, "_total"))
                                        .description(metric.help())
                                        .tags(tags(series))
                                        .register(registry)));
    }

    /** A counter for each value, whose name in lower case is the last label. */
    public <K extends Enum<K>> Map<K, Count> counts(
            Metric metric, Class<K> values, String... labels) {
        Map<K, Count> all = new EnumMap<>(values);
        for (K value : values.getEnumConstants()) {
            String[] each = Arrays.copyOf(labels, labels.length + 1);
            each[labels.length] = value.name().toLowerCase(Locale.ROOT);
            all.put(value, count(metric, each));
        }
        return all;
    }

    public Times times(Metric metric, String... labels) {
        return times.computeIfAbsent(
                series(metric, labels),
                series ->
                        new Times(
                                Timer.builder(without(metric, "_seconds"))
                                        .description(metric.help())
                                        .tags(tags(series))
                                        .serviceLevelObjectives(
                                                Times.BOUNDS.toArray(Duration[]::new))
                                        .register(registry)));
    }

    public Sizes sizes(Metric metric, String... labels) {
        return sizes.computeIfAbsent(
                series(metric, labels),
                series ->
                        new Sizes(
                                DistributionSummary.builder(metric.text())
                                        .description(metric.help())
                                        .tags(tags(series))
                                        .serviceLevelObjectives(
                                                metric.kind() == Metric.Kind.BYTES ? BYTES : SIZES)
                                        .register(registry)));
    }

    /** What is told whenever somebody asks; it is asked for often, and must not wait. */
    public void gauge(Metric metric, LongSupplier value, String... labels) {
        measure(metric, value::getAsLong, labels);
    }

    /** The same for a number that may be unknown: NaN then. */
    public void measure(Metric metric, DoubleSupplier value, String... labels) {
        gauges.put(series(metric, labels), value);
        Gauge.builder(metric.text().replaceFirst("_info$", ".info"), value::getAsDouble)
                .description(metric.help())
                .tags(tags(series(metric, labels)))
                .strongReference(true)
                .register(registry);
    }

    /**
     * The same for a time.
     *
     * @param nanos the time; negative while it is not known
     */
    public void seconds(Metric metric, LongSupplier nanos, String... labels) {
        measure(
                metric,
                () -> {
                    long now = nanos.getAsLong();
                    return now < 0 ? Double.NaN : now / NANOS;
                },
                labels);
    }

    /** A time that only grows. */
    public void secondsTotal(Metric metric, LongSupplier nanos, String... labels) {
        kept.add(nanos);
        FunctionCounter.builder(without(metric, "_total"), nanos, now -> now.getAsLong() / NANOS)
                .description(metric.help())
                .tags(tags(series(metric, labels)))
                .register(registry);
    }

    /** What the JVM, the process and the disk with this folder tell of themselves. */
    public void describeProcess(File folder) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new DiskSpaceMetrics(folder, Tags.empty()).bindTo(registry);
        collector = new JvmGcMetrics();
        collector.bindTo(registry);
    }

    /** The registry itself, as the pool of connections takes it. */
    public Object forPool() {
        return registry;
    }

    /** The counters that there are. */
    public Map<Series, Count> counts() {
        return Map.copyOf(counts);
    }

    /** The histograms of times that there are. */
    public Map<Series, Times> times() {
        return Map.copyOf(times);
    }

    /** The histograms of numbers that there are. */
    public Map<Series, Sizes> sizes() {
        return Map.copyOf(sizes);
    }

    /** What is told of now, as it is now; NaN for what is not known. */
    public Map<Series, Double> gauges() {
        return gauges.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, gauge -> gauge.getValue().getAsDouble()));
    }

    /**
     * All of them as text.
     *
     * @param accept what the reader takes, of Prometheus' forms
     */
    public String scrape(String accept) {
        return registry.scrape(accept);
    }

    private static Series series(Metric metric, String... labels) {
        return new Series(metric, List.of(labels));
    }

    private static List<Tag> tags(Series series) {
        List<String> names = series.metric().labels();
        return IntStream.range(0, names.size())
                .mapToObj(i -> Tag.of(names.get(i), series.labels().get(i)))
                .toList();
    }

    /** Micrometer puts these ends to a name by itself. */
    private static String without(Metric metric, String end) {
        return metric.text().substring(0, metric.text().length() - end.length());
    }

    @PreDestroy
    void close() {
        if (collector != null) {
            collector.close();
        }
        registry.close();
    }
}
