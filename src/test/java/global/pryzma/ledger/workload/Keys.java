package global.pryzma.ledger.workload;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked for under each key, and whether the answers keep to the promises about keys: one
 * answer for all who ask for the same, byte for byte; none for who asks for something else; and
 * what is told of a key, or cancelled, holds.
 */
final class Keys {
    private final Map<Integer, List<Sent>> sent = new TreeMap<>();
    private final Map<Integer, List<Sent>> cancels = new TreeMap<>();
    private final Map<Integer, Asked> asked = new TreeMap<>();

    Keys(List<Sent> all, Names names) {
        for (Sent one : all) {
            int number = one.step().number();
            switch (one.step().action()) {
                case Action.Mutation _ -> add(sent, number, one);
                case Action.Again(int of, _) -> add(sent, of, one);
                case Action.Cancel(int of) -> add(cancels, of, one);
                case Action.Other _, Action.Look _, Action.Read _, Action.Bad _ -> {}
            }
        }
        sent.forEach((of, requests) ->
                asked.put(
                        of,
                        new Asked(
                                of,
                                content(requests.getFirst()).operation(names),
                                names.id(of),
                                requests)));
    }

    private static void add(Map<Integer, List<Sent>> to, int key, Sent one) {
        to.computeIfAbsent(key, absent -> new ArrayList<>()).add(one);
    }

    private static Action.Mutation content(Sent sent) {
        return sent.step().action() instanceof Action.Again(_, Action.Mutation content)
                ? content
                : (Action.Mutation) sent.step().action();
    }

    List<Asked> asked() {
        return List.copyOf(asked.values());
    }

    void check(List<Sent> all) {
        asked.values().forEach(this::checkRepetitions);
        for (Sent one : all) {
            switch (one.step().action()) {
                case Action.Other(int of, _) -> checkOther(one, of);
                case Action.Cancel(int of) -> checkCancel(one, of);
                case Action.Look(int of) -> checkLook(one, of);
                case Action.Bad(BadRequest bad) ->
                        check(
                                one.status() == bad.status() && one.error().equals(bad.error()),
                                one,
                                "expected " + bad.status() + " " + bad.error());
                case Action.Mutation _, Action.Again _, Action.Read _ -> {}
            }
        }
    }

    private void checkRepetitions(Asked asked) {
        Sent first = asked.answer();
        for (Sent one : asked.sent()) {
            check(one.isSameAs(first), one, "another answer to the same than " + first);
            check(
                    !first.isBefore(one) || one.replayed(),
                    one,
                    "a repetition that is not said to be one");
        }
        check(
                !first.isCancelled() || isCancelledBy(asked),
                first,
                "nobody has cancelled it by then");
        check(
                asked.sent().size() > 1 || cancels.containsKey(asked.step()) || !first.replayed(),
                first,
                "the first is no repetition");
    }

    private boolean isCancelledBy(Asked asked) {
        return cancels.getOrDefault(asked.step(), List.of()).stream()
                .anyMatch(cancel -> cancel.invoked() < asked.answered());
    }

    /** It was sent by the client that had the answer already. */
    private void checkOther(Sent one, int of) {
        Asked first = asked.get(of);
        if (first == null) {
            return; // a part of the script is run, without that
        }
        check(
                one.error().equals("idempotency_key_reused")
                        || (first.answer().isCancelled() && one.isCancelled()),
                one,
                "the key was used for " + first.answer());
    }

    private void checkCancel(Sent one, int of) {
        JsonNode told = one.json();
        check(
                one.status() == 200 && told.path("status").asText().equals("recorded"),
                one,
                "expected a definite answer");
        checkTold(one, told.path("response"), of);
    }

    private void checkTold(Sent one, JsonNode response, int of) {
        Asked it = asked.get(of);
        boolean cancelled =
                response.path("body").path("error").asText().equals("request_cancelled");
        if (it == null) {
            check(cancelled, one, "nobody has asked for it");
        } else {
            Sent answer = it.answer();
            check(
                    response.path("status").asInt() == answer.status()
                            && (response.path("body").equals(answer.json())
                                    || (cancelled && answer.isCancelled())),
                    one,
                    "the answer was " + answer);
        }
    }

    private void checkLook(Sent one, int of) {
        Asked it = asked.get(of);
        boolean over =
                (it != null && it.isBefore(one))
                        || cancels.getOrDefault(of, List.of()).stream()
                                .anyMatch(cancel -> cancel.isBefore(one));
        if (one.isSuccess() && one.json().path("status").asText().equals("recorded")) {
            checkTold(one, one.json().path("response"), of);
        } else {
            check(!over, one, "it has its answer");
        }
    }

    private static void check(boolean holds, Sent sent, String otherwise) {
        if (!holds) {
            throw new Mismatch(sent, List.of(), otherwise);
        }
    }
}
