package global.pryzma.ledger.transfer.journal;

import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.transfer.journal.EntryJson.credit;
import static global.pryzma.ledger.transfer.journal.EntryJson.debit;
import static global.pryzma.ledger.transfer.journal.EntryJson.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * The order of lines decides nothing. Random entries over accounts of which some are poor and one
 * is frozen are asked for in one order, taken back, and asked for in another one: the answers and
 * all balances are the same.
 */
@Execution(ExecutionMode.SAME_THREAD)
class LineOrderTest {
    private static final String PATH = "/v1/journal-entries";
    private static final int ENTRIES = 40;
    private static final int ACCOUNTS = 5;

    /** Without them, whether both outcomes come up would be left to chance. */
    private static final List<List<Line>> SURE =
            List.of(
                    List.of(new Line(0, true, 5), new Line(1, false, 5)),
                    List.of(new Line(0, true, 5), new Line(ACCOUNTS - 1, false, 5)));

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private final List<String> accounts = new ArrayList<>();

    @Test
    void theSameLinesInAnyOrderHaveTheSameOutcome() {
        Random random = new Random(Seed.of(LineOrderTest.class));
        openAccounts();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ENTRIES; i++) {
            List<Line> lines = i < SURE.size() ? SURE.get(i) : lines(random);
            List<Line> shuffled = new ArrayList<>(lines);
            Collections.shuffle(shuffled, random);
            List<String> before = balances();

            String outcome = outcome(lines);
            List<String> after = balances();
            if (outcome.startsWith("201")) {
                assertThat(outcome(lines.stream().map(Line::opposite).toList())).isEqualTo("201");
            }
            assertThat(balances()).isEqualTo(before);
            assertThat(outcome(shuffled)).as("%s and %s", lines, shuffled).isEqualTo(outcome);
            assertThat(balances()).isEqualTo(after);
            seen.add(outcome.substring(0, 3));
        }
        assertThat(seen).as("both outcomes came up").containsExactlyInAnyOrder("201", "422");
    }

    private void openAccounts() {
        String program = tenant.program();
        accounts.add(tenant.account(program, "settlement", "USD_GT"));
        for (int i = 1; i < ACCOUNTS; i++) {
            accounts.add(tenant.account(program, "consumer", "USD_GT"));
        }
        tenant.patch("/v1/accounts/" + accounts.getLast(), "{\"status\":\"frozen\"}");
    }

    /** A line of the account with this number in its books. */
    private record Line(int account, boolean debit, long amount) {
        Line opposite() {
            return new Line(account, !debit, amount);
        }
    }

    /** Balanced lines: amounts are taken from one side and given to the other. */
    private static List<Line> lines(Random random) {
        List<Line> lines = new ArrayList<>();
        int pairs = 1 + random.nextInt(3);
        for (int i = 0; i < pairs; i++) {
            long amount = 2 + random.nextInt(60);
            long part = 1 + random.nextLong(amount - 1);
            boolean splitDebit = random.nextBoolean();
            lines.add(new Line(random.nextInt(ACCOUNTS), !splitDebit, amount));
            if (random.nextInt(3) == 0) {
                lines.add(new Line(random.nextInt(ACCOUNTS), splitDebit, amount));
            } else {
                lines.add(new Line(random.nextInt(ACCOUNTS), splitDebit, part));
                lines.add(new Line(random.nextInt(ACCOUNTS), splitDebit, amount - part));
            }
        }
        return lines;
    }

    /** Status, error, and the line that is to blame for it. */
    private String outcome(List<Line> lines) {
        String request =
                entry(
                        lines.stream()
                                .map(line ->
                                        line.debit()
                                                ? debit(account(line), "" + line.amount())
                                                : credit(account(line), "" + line.amount()))
                                .toArray(String[]::new));
        var response = tenant.postForProblem(PATH, UUID.randomUUID(), request);
        if (response.statusCode() == 201) {
            return "201";
        }
        JsonNode problem = json(response);
        String blamed = problem.at("/errors/0/pointer").asText().substring("/lines/".length());
        return "%d %s %s"
                .formatted(
                        response.statusCode(),
                        problem.get("error").asText(),
                        lines.get(Integer.parseInt(blamed)));
    }

    private String account(Line line) {
        return accounts.get(line.account());
    }

    private List<String> balances() {
        return accounts.stream()
                .map(id -> ok(tenant.get("/v1/accounts/" + id)).at("/balances/posted").asText())
                .toList();
    }
}
