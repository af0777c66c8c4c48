package global.pryzma.ledger.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Floods beyond all bounds, while the ledger does not answer, in a small heap. */
class OverloadMemoryTest {
    private static final int IN_FLIGHT = 300;
    private static final int FLOOD = 3_000;
    private static final int FLOODS = 3;
    private static final long MEBIBYTE = 1 << 20;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    @Test
    void floodsLeaveNothingBehind(@TempDir Path folder) throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.with("pryzma.http.max-concurrent-requests", "100")
                    .with("pryzma.deadline", "500ms")
                    .withJvmOption("-Xmx160m")
                    .withJvmOption("-XX:+ExitOnOutOfMemoryError")
                    .start();
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.funded(1);
            switchLedger(service, "stop");
            // What is loaded and filled once, such as classes and caches, comes with the first.
            flood(books, account);
            long before = liveBytes(service);
            for (int i = 1; i < FLOODS; i++) {
                flood(books, account);
            }
            assertThat(liveBytes(service) - before)
                    .as("bytes that %d more requests have left", (FLOODS - 1) * FLOOD)
                    .isLessThan(16 * MEBIBYTE);

            switchLedger(service, "start");
            UUID key = UUID.randomUUID();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            books.transfer(key, books.settlement(), account, 5).statusCode()
                                    == 201);
            books.assertDebitsEqualCredits();
        }
    }

    private static void switchLedger(ServiceProcess service, String direction) {
        HttpResponse<String> response =
                DemoCredential.of(service.dataFolder()).switchLedger(service.client(), direction);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static void flood(Books books, UUID account) throws Exception {
        for (int sent = 0; sent < FLOOD; sent += IN_FLIGHT) {
            List<HttpResponse<String>> responses =
                    AtOnce.send(
                            IN_FLIGHT,
                            i -> books.transfer(UUID.randomUUID(), books.settlement(), account, 1));
            assertThat(responses).allMatch(it -> it.statusCode() == 502 || it.statusCode() == 503);
        }
    }

    /** Of the objects that a full collection leaves. */
    private static long liveBytes(ServiceProcess service) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process histogram =
                new ProcessBuilder(
                                jcmd.toString(),
                                Long.toString(service.process().pid()),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(output);
        assertThat(total.find()).as(output).isTrue();
        return Long.parseLong(total.group(1));
    }
}
