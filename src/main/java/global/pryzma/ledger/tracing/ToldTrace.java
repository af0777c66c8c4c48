package global.pryzma.ledger.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Work that a collector is told of. */
final class ToldTrace implements Trace {
    private final Tracer tracer;
    private final Span span;

    ToldTrace(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    @Override
    public String id() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public boolean isTold() {
        return true;
    }

    @Override
    public Trace part(String name) {
        return new ToldTrace(
                tracer, tracer.spanBuilder(name).setParent(Context.root().with(span)).startSpan());
    }

    @Override
    public void tell(String name, String value) {
        span.setAttribute(name, value);
    }

    @Override
    public void tell(String name, long value) {
        span.setAttribute(name, value);
    }

    @Override
    public void failed(String why) {
        span.setStatus(StatusCode.ERROR, why);
    }

    @Override
    public void end() {
        span.end();
    }
}
