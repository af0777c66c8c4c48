package global.pryzma.ledger.workload;

import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every answer to random operations is the model's. */
@Execution(ExecutionMode.SAME_THREAD)
class WorkloadTest {
    @Test
    void everyAnswerIsTheModels() throws Exception {
        Workload.run(ServiceUnderTest.shared(), Seed.of(WorkloadTest.class), Workload.OPERATIONS);
    }
}
