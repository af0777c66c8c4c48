package global.pryzma.ledger.workload;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Entry;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Moment;
import global.pryzma.ledger.model.Movement;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Shown;
import global.pryzma.ledger.testing.LedgerReader;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One run of a script, and the check of all that was answered: during the run, and in the end of
 * every account, list and transfer.
 */
final class Trial {
    /** One in so many transfers is read alone in the end; lists show all of them. */
    private static final int SAMPLE = 10;

    /** When short holds are over, and what they held has been given back. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int TRIES = 40;
    private static final long PAUSE_MILLIS = 250;

    private final LedgerReader ledger;
    private final Runner runner;
    private final List<Sent> sent = new ArrayList<>();

    Trial(ServiceUnderTest service, LedgerReader ledger, long salt) {
        this.ledger = ledger;
        this.runner = new Runner(service, salt);
    }

    /** The requests so far, in the order in which they began. */
    List<Sent> sent() {
        return sent.stream().sorted(Comparator.comparingLong(Sent::invoked)).toList();
    }

    Names names() {
        return runner.names();
    }

    /** How often each kind of action was answered how. */
    Map<String, Long> answers() {
        return sent.stream()
                .collect(
                        Collectors.groupingBy(
                                it ->
                                        "%s %d %s"
                                                .formatted(
                                                        it.step()
                                                                .action()
                                                                .getClass()
                                                                .getSimpleName(),
                                                        it.status(),
                                                        it.error())
                                                .strip(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /**
     * Several clients at once, once the accounts are open.
     *
     * @throws Mismatch when an answer is wrong
     */
    void run(Script script) throws Exception {
        runner.run(script.opening());
        sent.addAll(runner.run(script.steps())); // those of both
        check();
    }

    /** The same steps one after the other. */
    void runInTurn(List<Step> steps) throws InterruptedException {
        sent.addAll(runner.runInTurn(steps));
        check();
    }

    private void check() throws InterruptedException {
        Keys keys = new Keys(sent, runner.names());
        keys.check(sent);
        List<Asked> all = keys.asked().stream().flatMap(Asked::each).toList();
        Verification verification = verification(all);
        for (Asked asked : all) {
            if (!asked.answer().isSuccess() && !asked.answer().isCancelled()) {
                verification.refused(asked);
            }
        }
        for (Sent one : sent) {
            if (one.step().action() instanceof Action.Read read) {
                verification.read(read, one, runner.names());
            }
        }
        checkEnd(verification.check());
    }

    /** What was carried out, as the ledger has it; and nothing of what was not. */
    private Verification verification(List<Asked> asked) {
        Map<UUID, Long> timestamps =
                ledger.transferTimestamps(asked.stream().map(Asked::id).toList());
        List<Done> done = new ArrayList<>();
        for (Asked one : asked) {
            Sent answer = one.answer();
            if (answer.isSuccess() && one.operation() instanceof Operation.Open) {
                timestamps.put(one.id(), Moment.nanos(answer.json().path("created_at").asText()));
            }
            Long timestamp = timestamps.get(one.id());
            if (answer.isSuccess() != (timestamp != null)) {
                throw new Mismatch(
                        answer, one.operation().accounts(), "the ledger has it at " + timestamp);
            }
            if (timestamp != null) {
                done.add(new Done(one, timestamp));
            }
        }
        return new Verification(runner.tenant().organisation(), done);
    }

    private void checkEnd(Model model) throws InterruptedException {
        long soon = Moment.nanos(Instant.now().plus(SOON));
        List<Long> expiries = model.expiries(0, soon);
        if (!expiries.isEmpty()) {
            await().until(() -> Moment.nanos(Instant.now()) > expiries.getLast());
        }
        model.unreleased(soon).forEach(model::release);
        int tries = expiries.isEmpty() ? 1 : TRIES;
        while (true) {
            try {
                checkAccounts(model);
                break;
            } catch (Mismatch e) {
                // What an expired hold held is given back a moment later.
                if (--tries == 0) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        checkLists(model);
        checkEntries(model);
        new PastCheck(model, this::list, this::get).check();
    }

    private void checkAccounts(Model model) {
        Map<String, JsonNode> shown = new HashMap<>();
        list("/v1/accounts?limit=100&program_id=" + runner.names().program())
                .forEach(account -> shown.put(account.path("id").asText(), account));
        for (Account account : model.accounts()) {
            compare(
                    List.of(account.id()),
                    account.shown(runner.tenant().organisation()),
                    shown.remove(account.id().toString()));
        }
        if (!shown.isEmpty()) {
            throw new Mismatch(List.of(), "accounts that nobody has opened: " + shown);
        }
    }

    private void checkLists(Model model) {
        long now = Moment.nanos(Instant.now());
        for (Account account : model.accounts()) {
            List<UUID> expected = account.transfers();
            List<JsonNode> shown = list("/v1/accounts/" + account.id() + "/transfers?limit=100");
            for (int i = 0; i < Math.max(expected.size(), shown.size()); i++) {
                compare(
                        List.of(account.id()),
                        i < expected.size() ? Shown.transfer(model, expected.get(i), now) : null,
                        i < shown.size() ? shown.get(i) : null);
            }
        }
        for (Movement movement : model.movements()) {
            if (movement.id().hashCode() % SAMPLE == 0) {
                compare(
                        List.copyOf(model.accountsOf(movement.id())),
                        Shown.transfer(model, movement.id(), now),
                        get("/v1/transfers/" + movement.id()));
            }
        }
    }

    private void checkEntries(Model model) {
        for (Entry entry : model.entries()) {
            compare(
                    List.of(),
                    Shown.entry(model, entry.id()),
                    get(Operation.ENTRIES + "/" + entry.id()));
        }
    }

    private static void compare(
            List<UUID> accounts, @Nullable JsonNode expected, @Nullable JsonNode shown) {
        if (!Objects.equals(expected, shown)) {
            throw new Mismatch(
                    accounts,
                    "in the end, expected %s%n  but it is shown as %s".formatted(expected, shown));
        }
    }

    private List<JsonNode> list(String path) {
        List<JsonNode> rows = new ArrayList<>();
        JsonNode page = get(path);
        page.path("data").forEach(rows::add);
        while (page.path("has_more").asBoolean()) {
            page = get(path + "&cursor=" + page.path("next_cursor").asText());
            page.path("data").forEach(rows::add);
        }
        return rows;
    }

    private JsonNode get(String path) {
        return Tenant.ok(runner.tenant().get(path));
    }
}
