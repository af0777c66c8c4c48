package global.pryzma.ledger.faults;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What was asked under one key, and what was answered: each command has one definite answer, and
 * keeps it. Thread-safe.
 */
final class Story {
    private final UUID key;
    private final Command first;
    private final Map<Command, Optional<Reply>> replies = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<JsonNode> told = new ArrayList<>();

    Story(UUID key, Command first) {
        this.key = key;
        this.first = first;
        replies.put(first, Optional.empty());
    }

    UUID key() {
        return key;
    }

    Command first() {
        return first;
    }

    synchronized List<Command> commands() {
        return List.copyOf(replies.keySet());
    }

    /** Another content is going to be sent under this key. */
    synchronized void alsoAsked(Command other) {
        replies.putIfAbsent(other, Optional.empty());
    }

    synchronized void note(String what) {
        log.add(Instant.now() + " " + what);
    }

    /** A long run would fill the memory with them. */
    synchronized void forgetNotes() {
        log.clear();
    }

    /** A definite answer has come. */
    synchronized void answered(Command command, Reply reply) {
        check(reply.isExpectedOf(command), "an answer that nothing explains: " + reply);
        check(
                !reply.isSuccess() || command.isMetBy(reply.json()),
                "the success is another's: " + reply + " for " + command);
        Optional<Reply> before = replies.put(command, Optional.of(reply));
        if (before != null && before.isPresent()) {
            check(
                    before.get().equals(reply),
                    "another answer to the same: first " + before.get() + ", now " + reply);
        }
    }

    /**
     * Somebody has asked what became of the key, or cancelled it, and was told this.
     *
     * @param what the key as the API shows it, at its end
     */
    synchronized void told(JsonNode what) {
        told.add(what);
    }

    /** Whether what somebody was told holds, now that the answer is known. */
    private static boolean isTrue(JsonNode told, Reply reply) {
        JsonNode response = told.path("response");
        JsonNode resource = told.path("resource");
        return response.isMissingNode()
                ? reply.isSuccess()
                        && (resource.isMissingNode()
                                || resource.path("id").equals(reply.json().path("id")))
                : response.path("status").asInt() == reply.status()
                        && response.path("body").equals(reply.json());
    }

    /** Whether nobody knows what became of it. */
    synchronized boolean isOpen() {
        return replies.values().stream().allMatch(Optional::isEmpty);
    }

    synchronized Reply reply(Command command) {
        return Optional.ofNullable(replies.get(command))
                .flatMap(reply -> reply)
                .orElseThrow(() -> failure("no definite answer to " + command));
    }

    /**
     * The one command that has not been refused for the sake of another one, or any of them if the
     * key was cancelled before one had it; what others were told of it is true.
     */
    synchronized Command winner() {
        List<Command> winners =
                commands().stream().filter(command -> !reply(command).isReused()).toList();
        check(
                winners.size() == 1
                        || (!winners.isEmpty()
                                && winners.stream().allMatch(it -> reply(it).isCancelled())),
                "one command has the key, not " + winners);
        Reply reply = reply(winners.getFirst());
        for (JsonNode one : told) {
            check(isTrue(one, reply), "somebody was told " + one + ", and the answer is " + reply);
        }
        return winners.getFirst();
    }

    void check(boolean holds, String otherwise) {
        if (!holds) {
            throw failure(otherwise);
        }
    }

    synchronized AssertionError failure(String what) {
        return new AssertionError(
                "key %s: %s%n%s%n  %s"
                        .formatted(
                                key,
                                what,
                                String.join(
                                        "\n",
                                        replies.keySet().stream().map(Command::toString).toList()),
                                String.join("\n  ", log)));
    }
}
