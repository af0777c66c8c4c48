package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongWorkTest {
    private final LongWork longWork = new LongWork();

    @AfterEach
    void close() {
        longWork.close();
    }

    private record Request(String name) implements PropagatedContextElement {}

    @Test
    void itHasThreadsOfTheSystem() {
        assertThat(longWork.run(() -> Thread.currentThread().isVirtual())).isFalse();
    }

    @Test
    void theWorkIsTheRequests() {
        Request request = new Request("this one");
        try (var _ = PropagatedContext.empty().plus(request).propagate()) {
            assertThat(longWork.run(() -> PropagatedContext.get().get(Request.class)))
                    .isEqualTo(request);
        }
    }

    @Test
    void whatItThrowsIsThrown() {
        ProblemException refused = ProblemException.of(ProblemCode.NOT_FOUND, "nothing there");
        assertThatThrownBy(() ->
                        longWork.run(() -> {
                            throw refused;
                        }))
                .isSameAs(refused);
    }
}
