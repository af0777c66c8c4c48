package global.pryzma.ledger.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.json.JsonMapper;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The management port: metrics and health for operators' machines, without a token. It is a small
 * server of its own, with its own threads: what it tells is wanted most when the one for clients is
 * full, and it answers until the very end of a shutdown.
 */
@Singleton
public final class ManagementServer {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int WAITING_CONNECTIONS = 16;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;

    private final ManagementSettings settings;
    private final Metrics metrics;
    private final HealthController health;
    private final JsonMapper json;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    ManagementServer(
            ManagementSettings settings,
            Metrics metrics,
            HealthController health,
            JsonMapper json) {
        this.settings = settings;
        this.metrics = metrics;
        this.health = health;
        this.json = json;
    }

    static {
        // Of the JDK's server, read with its first use: who does not do his part is sent away.
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.maxRspTime", "20");
        limit("jdk.httpserver.maxConnections", "64");
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** An answer of one of the paths. */
    private interface Page {
        byte[] body() throws IOException;
    }

    /**
     * Takes the port; it answers from {@link #start} on.
     *
     * @throws StartRefused when it can't be had
     */
    public synchronized void bind() {
        if (settings.isOff()) {
            return;
        }
        try {
            HttpServer bound =
                    HttpServer.create(
                            new InetSocketAddress(
                                    InetAddress.getByName(settings.host()), settings.port()),
                            WAITING_CONNECTIONS);
            on(bound, "/metrics", TEXT, () -> utf8(metrics.scrape(TEXT)));
            on(bound, "/health", JSON, () -> json.writeValueAsBytes(health.health()));
            on(bound, "/health/liveness", JSON, () -> json.writeValueAsBytes(health.liveness()));
            on(bound, "/health/readiness", JSON, () -> json.writeValueAsBytes(health.readiness()));
            server = bound;
        } catch (UnknownHostException e) {
            throw new StartRefused("pryzma.management.host is no address of this machine", e);
        } catch (IOException e) {
            throw new StartRefused(
                    ("The management port %s:%d can't be had (%s): stop the other process, or"
                         + " choose another port with PRYZMA_MANAGEMENT_PORT; 0 is any that is"
                         + " free, -1 none.")
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
    }

    public synchronized void start() {
        if (server != null) {
            threads =
                    Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("management-", 0).factory());
            server.setExecutor(threads);
            server.start();
        }
    }

    /** Where it answers; empty if it is off. */
    public synchronized Optional<URI> uri() {
        return Optional.ofNullable(server)
                .map(HttpServer::getAddress)
                .map(address ->
                        URI.create("http://%s:%d".formatted(host(address), address.getPort())));
    }

    private static String host(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static void on(HttpServer server, String path, String type, Page page) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        answer(exchange, path, type, page);
                    }
                });
    }

    private static void answer(HttpExchange exchange, String path, String type, Page page)
            throws IOException {
        // The server would take what only begins like the path for it as well.
        if (!exchange.getRequestURI().getPath().equals(path)) {
            send(exchange, NOT_FOUND, TEXT, utf8("no such page\n"));
        } else if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            send(exchange, METHOD_NOT_ALLOWED, TEXT, utf8("there is GET alone\n"));
        } else {
            answer(exchange, type, page);
        }
    }

    private static void answer(HttpExchange exchange, String type, Page page) throws IOException {
        byte[] body;
        try {
            body = page.body();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            String detail = problem.detail() == null ? problem.code().title() : problem.detail();
            send(exchange, problem.code().status(), TEXT, utf8(detail + "\n"));
            return;
        } catch (RuntimeException | IOException fault) {
            LOG.error("{} can't be told", exchange.getRequestURI().getPath(), fault);
            send(exchange, INTERNAL_ERROR, TEXT, utf8("see the log\n"));
            return;
        }
        send(exchange, OK, type, body);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @PreDestroy
    synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
