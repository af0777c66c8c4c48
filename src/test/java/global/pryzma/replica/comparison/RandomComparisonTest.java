package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.CreateAccountResult;
import com.tigerbeetle.CreateTransferResult;

import global.pryzma.replica.protocol.MessageLimit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random workloads, answer by answer the same as the reference model's, through the native client,
 * also after restarts from a snapshot. {@code -Dtest.seed=} repeats one; a server whose time is
 * frozen repeats it exactly.
 */
class RandomComparisonTest {
    /** In 2025. */
    private static final long TODAY = 1_741_000_000_000_000_000L;

    /** So late that a long timeout ends after the last representable nanosecond. */
    private static final long FAR_FUTURE = 5_500_000_000_000_000_000L;

    private static final long FIXED_SEED = 16_30;

    /** Only clients before 0.16.0 get it: for all others zero is an amount. */
    private static final Set<CreateTransferResult> UNREACHABLE =
            EnumSet.of(CreateTransferResult.AmountMustNotBeZero);

    @Test
    void everyResultComesAndIsTheModels(@TempDir Path folder) throws Exception {
        try (var server = ComparedServer.frozen(folder, MessageLimit.FULL, FAR_FUTURE);
                var client = new BodyClient(server.address())) {
            var workload = new RandomWorkload(server, client, MessageLimit.FULL, FIXED_SEED);
            workload.play(40_000, 3);
            report(server, workload, FIXED_SEED);
            assertThat(names(workload.accountCodes().keySet(), false))
                    .isEqualTo(
                            Arrays.stream(CreateAccountResult.values())
                                    .map(Enum::name)
                                    .collect(Collectors.toSet()));
            assertThat(names(workload.transferCodes().keySet(), true))
                    .isEqualTo(
                            EnumSet.complementOf(EnumSet.copyOf(UNREACHABLE)).stream()
                                    .map(Enum::name)
                                    .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource(MessageLimit.class)
    void whileTimeStandsStillAndJumps(MessageLimit limit, @TempDir Path folder) throws Exception {
        long seed = Dice.seed();
        announce(limit + ", time frozen", seed);
        try (var server = ComparedServer.frozen(folder, limit, TODAY);
                var client = new BodyClient(server.address())) {
            var workload = new RandomWorkload(server, client, limit, seed);
            workload.play(15_000, 2);
            report(server, workload, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(MessageLimit.class)
    void whileTheServerIsKilledNowAndThen(MessageLimit limit, @TempDir Path folder)
            throws Exception {
        long seed = Dice.seed();
        announce(limit + ", killed", seed);
        try (var server = ComparedServer.process(folder, limit);
                var client = new BodyClient(server.address())) {
            var workload = new RandomWorkload(server, client, limit, seed);
            workload.play(10_000, 4);
            report(server, workload, seed);
        }
    }

    private static Set<String> names(Set<Integer> codes, boolean transfers) {
        return codes.stream()
                .map(code ->
                        transfers
                                ? CreateTransferResult.fromValue(code).name()
                                : CreateAccountResult.fromValue(code).name())
                .collect(Collectors.toSet());
    }

    private static void announce(String what, long seed) {
        System.out.println("random comparison, " + what + ": -Dtest.seed=" + seed);
    }

    private static void report(ComparedServer server, RandomWorkload workload, long seed) {
        System.out.println(
                "seed %d: %d events; accounts %s; transfers %s; %d open holds; %d snapshots loaded"
                        .formatted(
                                seed,
                                workload.events(),
                                workload.accountCodes(),
                                workload.transferCodes(),
                                workload.model().open().size(),
                                server.snapshotsLoaded()));
        assertThat(server.snapshotsLoaded()).as("snapshots loaded, seed %d", seed).isPositive();
    }
}
