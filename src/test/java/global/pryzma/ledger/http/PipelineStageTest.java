package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.order.OrderUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.List;

/** What the stages do in their order is shown by {@link JudgingOrderTest}. */
@Execution(ExecutionMode.SAME_THREAD)
class PipelineStageTest {
    @Test
    void eachStageHasItsFilterAndTheyRunInTheirOrder() {
        List<PipelineFilter> filters =
                new ArrayList<>(
                        EdgeServer.shared()
                                .bean(ApplicationContext.class)
                                .getBeansOfType(PipelineFilter.class));
        OrderUtil.sort(filters);
        assertThat(filters)
                .extracting(PipelineFilter::stage)
                .containsExactly(PipelineStage.values());
    }
}
