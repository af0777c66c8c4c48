package global.pryzma.ledger.tracing;

import io.micronaut.context.annotation.Value;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The traces of requests. They go to the collector that is configured, many at a time, and are left
 * out when it is behind; without one nothing is made or kept.
 */
@Singleton
public final class Traces {
    private static final String SERVICE = "pryzma-ledger";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LAST_EXPORT_SECONDS = 1;

    /** Kept by us, else it would lose its handler. */
    private static final Logger OF_LIBRARY = Logger.getLogger("io.opentelemetry");

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    Traces(
            TracingSettings settings,
            @Value("${otel.exporter.otlp.endpoint:}") String common,
            @Value("${otel.exporter.otlp.headers:}") String commonHeaders) {
        String endpoint = endpoint(settings.endpoint(), common);
        if (endpoint.isEmpty()) {
            provider = null;
            tracer = null;
            return;
        }
        logAsWeDo();
        String headers = settings.headers() == null ? commonHeaders : settings.headers();
        SdkTracerProvider told =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.getDefault()
                                        .merge(
                                                Resource.create(
                                                        Attributes.of(
                                                                AttributeKey.stringKey(
                                                                        "service.name"),
                                                                SERVICE))))
                        .setSampler(
                                Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio())))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(exporter(endpoint, headers))
                                        .setScheduleDelay(settings.exportInterval())
                                        .build())
                        .build();
        provider = told;
        tracer = told.get(SERVICE);
    }

    private static String endpoint(@Nullable String own, String common) {
        if (own != null && !own.isBlank()) {
            return own.strip();
        }
        String base = common.strip();
        return base.isEmpty() ? "" : base.replaceAll("/+$", "") + "/v1/traces";
    }

    private static OtlpHttpSpanExporter exporter(String endpoint, String headers) {
        try {
            OtlpHttpSpanExporterBuilder builder =
                    OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(LIMIT);
            for (String header : headers.split(",")) {
                int equals = header.indexOf('=');
                if (equals > 0) {
                    builder.addHeader(
                            header.substring(0, equals).strip(),
                            header.substring(equals + 1).strip());
                }
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "pryzma.tracing.endpoint is no URL: " + e.getMessage(), e);
        }
    }

    /** What the library has to say, as that a collector does not answer, goes to our log. */
    private static void logAsWeDo() {
        OF_LIBRARY.setUseParentHandlers(false);
        for (Handler other : OF_LIBRARY.getHandlers()) {
            OF_LIBRARY.removeHandler(other);
        }
        OF_LIBRARY.addHandler(
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        LoggerFactory.getLogger(Traces.class)
                                .warn("{}", line.getMessage(), line.getThrown());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                });
    }

    /**
     * The work on a request, which begins now.
     *
     * @param parent what it is part of for its caller
     */
    public Trace begin(Supplier<String> name, Optional<TraceParent> parent) {
        if (tracer == null) {
            return Trace.NONE;
        }
        SpanBuilder builder = tracer.spanBuilder(name.get()).setSpanKind(SpanKind.SERVER);
        Context context =
                parent.map(Traces::remote).map(Context.root()::with).orElse(Context.root());
        Span span = builder.setParent(context).startSpan();
        return span.isRecording() ? new ToldTrace(tracer, span) : Trace.NONE;
    }

    private static Span remote(TraceParent parent) {
        return Span.wrap(
                SpanContext.createFromRemoteParent(
                        parent.traceId(),
                        parent.spanId(),
                        parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault()));
    }

    /** Sends what has gathered. */
    @PreDestroy
    void close() {
        if (provider != null) {
            provider.shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
