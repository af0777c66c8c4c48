package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Books of their own for one round of faults, and everything that was asked of them. Requests are
 * sent as the public guide says: to the next instance each time, again after a 502 or 503 or none
 * at all, with the same key.
 */
final class Round {
    private static final int TRIES = 200;

    /** What the API calls a key that has come to its end. */
    private static final Set<String> ENDED = Set.of("recorded", "executed");

    private static final int RICH = 3;
    private static final int THIN = 4;
    private static final int UNSTEADY = 3;
    private static final long MUCH = 1_000_000;
    private static final long LITTLE = 300;

    private final Site site;
    private final String token;
    private final Queue<Story> stories = new ConcurrentLinkedQueue<>();
    private final List<Story> recent = new CopyOnWriteArrayList<>();
    private final Tally requests = new Tally();
    private final Tally answers = new Tally();
    private final UUID program;
    private final UUID poor;
    private final List<UUID> accounts = new ArrayList<>();
    private final List<UUID> unsteady = new ArrayList<>();
    private final List<UUID> holds = new CopyOnWriteArrayList<>();
    private final List<UUID> payments = new CopyOnWriteArrayList<>();
    private final List<UUID> entries = new CopyOnWriteArrayList<>();

    /**
     * Opens the books: a program, and accounts with much, with little and with nothing in them, and
     * some that will be frozen and closed.
     */
    Round(Site site, Random random) {
        this.site = site;
        this.token = site.token();
        this.program = created(random, Command.program("Faults"));
        UUID settlement = created(random, Command.account(program, "settlement", "Bank"));
        this.poor = created(random, Command.account(program, "consumer", "Poor"));
        for (int i = 0; i < RICH + THIN; i++) {
            UUID account = created(random, Command.account(program, "consumer", "Account " + i));
            created(random, Command.transfer(settlement, account, i < RICH ? MUCH : LITTLE, ""));
            accounts.add(account);
        }
        for (int i = 0; i < UNSTEADY; i++) {
            unsteady.add(created(random, Command.account(program, "business", "Unsteady " + i)));
        }
    }

    private UUID created(Random random, Command command) {
        Reply reply = ask(begin(random, command), command);
        return UUID.fromString(reply.json().path("id").asText());
    }

    /** A new key for a command that is going to be sent. */
    Story begin(Random random, Command command) {
        Story story = new Story(new UUID(random.nextLong(), random.nextLong()), command);
        stories.add(story);
        recent.add(story);
        return story;
    }

    /** Sends the command until there is a definite answer. */
    Reply ask(Story story, Command command) {
        return ask(story, command, new GuideClient(site.balanced(), token, TRIES));
    }

    /** The same, of one instance only. */
    Reply ask(Story story, Command command, ServiceProcess instance) {
        return ask(story, command, new GuideClient(instance::client, token, TRIES));
    }

    private Reply ask(Story story, Command command, GuideClient guide) {
        story.alsoAsked(command);
        Reply reply = reply(story, command, guide);
        story.answered(command, reply);
        if (reply.isSuccess()) {
            remember(Replay.id(story), command, reply.json());
        }
        return reply;
    }

    private void remember(UUID id, Command command, JsonNode answer) {
        if (command.isTransfer()) {
            (command.isHold() ? holds : payments).add(id);
        } else if (command.isEntry()) {
            entries.add(id);
        } else if (command.isOfParts()) {
            for (JsonNode made : answer.findValues("id")) {
                payments.add(UUID.fromString(made.asText()));
            }
        }
    }

    /** Cancels whatever was asked for under that key, or learns that it is too late. */
    void cancel(Random random, Story story) {
        Command cancel = Command.cancel(story.key());
        Story own = new Story(new UUID(random.nextLong(), random.nextLong()), cancel);
        Reply reply = reply(own, cancel, new GuideClient(site.balanced(), token, TRIES));
        story.note("cancelled with key " + own.key() + ": " + reply);
        own.answered(cancel, reply);
        // The cancel may have been left in doubt itself, and been made impossible.
        if (reply.isSuccess()) {
            told(story, reply.json());
        }
        stories.add(own);
    }

    /** Looks once what has become of that key; what it is told must hold. */
    void inquire(Story story, ServiceClient service) {
        String path = "/v1/idempotency-keys/" + story.key();
        try {
            HttpResponse<String> response = service.get(path, token);
            story.note("looked up: " + response.statusCode() + " " + response.body());
            if (response.statusCode() == 200) {
                told(story, Books.json(response.body()));
            }
        } catch (UncheckedIOException e) {
            // The instance has just died.
        }
    }

    private static void told(Story story, JsonNode key) {
        if (ENDED.contains(key.path("status").asText())) {
            story.told(key);
        }
    }

    private Reply reply(Story story, Command command, GuideClient guide) {
        try {
            Reply reply =
                    Reply.of(
                            guide.send(story.key(), service -> attempt(story, command, service))
                                    .response());
            answers.count(reply.kind());
            return reply;
        } catch (AssertionError none) {
            throw story.failure(String.valueOf(none.getMessage()));
        }
    }

    /** Sends it once, and does not care. */
    void askInPassing(Story story, Command command, ServiceClient service) {
        story.alsoAsked(command);
        try {
            HttpResponse<String> response = attempt(story, command, service);
            if (!GuideClient.mayBeRetried(response)) {
                story.answered(command, Reply.of(response));
            }
        } catch (UncheckedIOException e) {
            // Whoever does not care does not ask again either.
        }
    }

    /** What is read there, in the end. */
    JsonNode get(String path) {
        HttpResponse<String> response =
                new GuideClient(site.balanced(), token, TRIES)
                        .send(UUID.randomUUID(), service -> service.get(path, token))
                        .response();
        assertThat(response.statusCode()).as("GET %s: %s", path, response.body()).isEqualTo(200);
        return Books.json(response.body());
    }

    private HttpResponse<String> attempt(Story story, Command command, ServiceClient service) {
        int port = service.request("/").build().uri().getPort();
        story.note("asks port " + port + ": " + command);
        try {
            HttpResponse<String> response = command.send(service, token, story.key());
            requests.count(Integer.toString(response.statusCode()));
            story.note("port " + port + ": " + response.statusCode() + " " + response.body());
            return response;
        } catch (UncheckedIOException e) {
            requests.count("none");
            story.note("port " + port + ": " + e.getCause());
            throw e;
        }
    }

    Site site() {
        return site;
    }

    String token() {
        return token;
    }

    UUID program() {
        return program;
    }

    /** It never has anything. */
    UUID poor() {
        return poor;
    }

    List<UUID> accounts() {
        return accounts;
    }

    /** Those that are frozen, made active and closed. */
    List<UUID> unsteady() {
        return unsteady;
    }

    /** Those that were acknowledged so far. */
    List<UUID> holds() {
        return holds;
    }

    /** The transfers without a hold that were acknowledged so far. */
    List<UUID> payments() {
        return payments;
    }

    /** The journal entries that were acknowledged so far. */
    List<UUID> entries() {
        return entries;
    }

    /** Everything that was asked so far. */
    List<Story> stories() {
        return List.copyOf(stories);
    }

    /** One of the keys that were used so far. */
    Story any(Random random) {
        return recent.get(random.nextInt(recent.size()));
    }

    /** How often something was asked, by the status that came; none where nothing came. */
    Tally requests() {
        return requests;
    }

    /** The definite answers, by status and code. */
    Tally answers() {
        return answers;
    }
}
