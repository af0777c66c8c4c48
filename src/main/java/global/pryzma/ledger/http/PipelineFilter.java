package global.pryzma.ledger.http;

import io.micronaut.core.order.Ordered;

/** A filter of the pipeline: it has its place in the order from its stage alone. */
interface PipelineFilter extends Ordered {
    PipelineStage stage();

    @Override
    default int getOrder() {
        return stage().order();
    }
}
