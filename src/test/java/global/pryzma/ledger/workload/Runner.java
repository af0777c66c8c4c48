package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Request;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a script at a service, for an organisation of its own: each client its steps in their order,
 * all clients at once. What is refused for the moment alone is sent again, as the guide says.
 */
final class Runner {
    private static final Set<Integer> FOR_THE_MOMENT = Set.of(429, 502, 503);
    private static final int TRIES = 25;
    private static final long PAUSE_MILLIS = 200;

    /** Each fifth answer is asked for with its details. */
    private static final int DETAILED = 5;

    private final ServiceUnderTest service;
    private final Tenant tenant;
    private final String token;
    private final Names names;

    /** Accounts that have no part in the script. */
    private final UUID dollars;

    private final UUID others;
    private final UUID euros;

    private final AtomicLong count = new AtomicLong();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    Runner(ServiceUnderTest service, long salt) {
        this.service = service;
        this.tenant = new Tenant(service);
        this.token = tenant.token(Scope.values());
        String program = tenant.program();
        String apart = tenant.program();
        this.dollars = UUID.fromString(tenant.account(apart, "settlement", "USD_GT"));
        this.others = UUID.fromString(tenant.account(apart, "external", "USD_GT"));
        this.euros = UUID.fromString(tenant.account(apart, "settlement", "EUR"));
        this.names = new Names(tenant.organisation(), UUID.fromString(program), salt);
    }

    Names names() {
        return names;
    }

    Tenant tenant() {
        return tenant;
    }

    /** Each client's steps in turn, the clients beside each other. */
    List<Sent> run(List<Step> steps) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client : steps.stream().map(Step::client).distinct().toList()) {
                running.add(
                        clients.submit(() ->
                                steps.stream()
                                        .filter(step -> step.client() == client)
                                        .forEach(this::take)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        return List.copyOf(sent);
    }

    /** One after the other, whoever's they are. */
    List<Sent> runInTurn(List<Step> steps) {
        steps.forEach(this::take);
        return List.copyOf(sent);
    }

    private void take(Step step) {
        int number = step.number();
        switch (step.action()) {
            case Action.Mutation mutation -> mutate(step, mutation, names.key(number));
            case Action.Again(int of, Action.Mutation content) ->
                    mutate(step, content, names.key(of));
            case Action.Other(int of, Action.Mutation content) ->
                    mutate(step, content, names.key(of));
            case Action.Cancel(int of) ->
                    send(
                            step,
                            "DELETE",
                            "/v1/idempotency-keys/" + names.key(of),
                            names.ownKey(number),
                            "");
            case Action.Look(int of) -> get(step, "/v1/idempotency-keys/" + names.key(of));
            case Action.ReadAccount(int account) ->
                    get(step, Operation.ACCOUNTS + "/" + names.id(account));
            case Action.ReadTransfer(int transfer) ->
                    get(step, Operation.TRANSFERS + "/" + names.id(transfer));
            case Action.ReadEntry(int entry) ->
                    get(step, Operation.ENTRIES + "/" + names.id(entry));
            case Action.ReadTransfers(int account, int limit) ->
                    get(
                            step,
                            Operation.ACCOUNTS
                                    + "/"
                                    + names.id(account)
                                    + "/transfers?limit="
                                    + limit);
            case Action.FindReference(String reference) ->
                    get(step, Operation.TRANSFERS + "?reference=" + reference);
            case Action.Bad(BadRequest bad) ->
                    send(
                            step,
                            bad.method(),
                            bad.path(dollars, others, euros),
                            bad.method().equals("GET") ? null : names.key(number),
                            bad.body(dollars, others, euros));
        }
    }

    private void mutate(Step step, Action.Mutation content, UUID key) {
        Request request = content.operation(names).request();
        send(step, request.method(), request.path(), key, request.body());
    }

    private void get(Step step, String path) {
        send(step, "GET", path, null, "");
    }

    private void send(Step step, String method, String path, @Nullable UUID key, String body) {
        ServiceClient client = service.client();
        HttpRequest.Builder request =
                client.request(path)
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Pryzma-Idempotency-Key", key.toString());
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (step.number() % DETAILED == 0) {
            request.header("Accept", "application/problem+json, application/json");
        }
        long invoked = count.incrementAndGet();
        HttpResponse<String> response = definite(client, request);
        sent.add(
                new Sent(
                        step,
                        method + " " + path + " key " + key + " " + body,
                        invoked,
                        count.incrementAndGet(),
                        Instant.now(),
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent(),
                        response.body()));
    }

    private static HttpResponse<String> definite(
            ServiceClient client, HttpRequest.Builder request) {
        for (int i = 1; ; i++) {
            if (i == TRIES) {
                request.setHeader("Accept", "application/problem+json"); // says why
            }
            HttpResponse<String> response = client.send(request);
            if (!FOR_THE_MOMENT.contains(response.statusCode()) || i == TRIES) {
                return response;
            }
            try {
                Thread.sleep(PAUSE_MILLIS); // as the guide prescribes
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
