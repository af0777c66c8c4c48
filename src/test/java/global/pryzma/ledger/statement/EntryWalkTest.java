package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.account.NormalSide;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.statement.EntryWalk.Chunk;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.transfer.batch.BatchJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The walk through an account's entries, of which only a chunk is in memory. */
@Execution(ExecutionMode.SAME_THREAD)
class EntryWalkTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void manyEntriesComeInChunksAndNothingThatWasMadeMeanwhile() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD_GT");
        String ada = tenant.account(program, "external", "USD_GT");
        List<String> transfers = new ArrayList<>(BatchJson.ones(1500, bank, ada));
        // Whole chunks of holds, which are passed over.
        transfers.addAll(Collections.nCopies(2500, Holds.json(ada, bank, "1")));
        transfers.addAll(BatchJson.ones(500, ada, bank));
        // Each by itself: a small server does not take so many at once.
        ok(tenant.post("/v1/transfers/batch", BatchJson.batch(false, transfers)));

        AccountFacts account =
                service.bean(Accounts.class).find(call(), UUID.fromString(ada)).orElseThrow();
        EntryWalk walk = service.bean(EntryReader.class).walk(account, TimeRange.ALWAYS, call());
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "7")));

        assertThat(walk.opening()).isEqualTo(PostedBalance.ZERO);
        assertThat(walk.closing()).isEqualTo(new PostedBalance(Amount.of(500), Amount.of(1500)));
        assertThat(walk.closing().on(NormalSide.CREDIT)).isEqualTo(BigInteger.valueOf(1000));
        Set<UUID> met = new HashSet<>();
        long last = 0;
        BigInteger sum = BigInteger.ZERO;
        int passedOver = 0;
        for (Chunk chunk : chunks(walk)) {
            assertThat(chunk.entries()).hasSizeLessThanOrEqualTo(EntryWalk.CHUNK);
            passedOver += chunk.entries().isEmpty() ? 1 : 0;
            for (Entry entry : chunk.entries()) {
                assertThat(entry.createdAtNanos())
                        .isGreaterThan(last)
                        .isLessThanOrEqualTo(walk.asOf());
                last = entry.createdAtNanos();
                sum = sum.add(entry.amount());
                assertThat(entry.postedAfter()).isEqualTo(sum);
                met.add(entry.transferId());
            }
        }
        assertThat(met).hasSize(2000);
        assertThat(passedOver).as("a call for each, however many there are").isEqualTo(2);
        assertThat(sum).isEqualTo(BigInteger.valueOf(1000));
    }

    /** 2.5 MB of them. */
    @Test
    void aChunkWithLargeWordsIsASmallOne() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD_GT");
        String ada = tenant.account(program, "external", "USD_GT");
        String keys =
                IntStream.range(0, 40)
                        .mapToObj(i -> "\"key " + i + "\":\"" + "x".repeat(500) + "\"")
                        .collect(Collectors.joining(","));
        String transfer =
                BatchJson.with(transferJson(bank, ada, "1"), "\"metadata\":{" + keys + "}");
        ok(
                tenant.post(
                        "/v1/transfers/batch",
                        BatchJson.batch(false, Collections.nCopies(125, transfer))));
        AccountFacts account =
                service.bean(Accounts.class).find(call(), UUID.fromString(ada)).orElseThrow();
        EntryWalk walk = service.bean(EntryReader.class).walk(account, TimeRange.ALWAYS, call());
        Set<UUID> met = new HashSet<>();
        List<Chunk> chunks = chunks(walk);
        chunks.forEach(chunk -> chunk.entries().forEach(entry -> met.add(entry.transferId())));
        assertThat(chunks).hasSizeGreaterThan(2).allMatch(chunk -> chunk.entries().size() <= 50);
        assertThat(met).hasSize(125);
    }

    private List<Chunk> chunks(EntryWalk walk) {
        List<Chunk> chunks = new ArrayList<>();
        do {
            chunks.add(walk.next(call()));
        } while (!chunks.getLast().isLast());
        return chunks;
    }

    private LedgerCall call() {
        return new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(60)));
    }
}
