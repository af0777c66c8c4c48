package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** When the issuer is asked for its keys, and how long they hold, by a clock of our own. */
class IssuerKeysTest {
    private static final Duration HELD = Duration.ofHours(24);

    private final Map<String, VerifyingKey> published = new HashMap<>();
    private CompletableFuture<Map<String, VerifyingKey>> answer = new CompletableFuture<>();
    private boolean answersAtOnce = true;
    private boolean away;
    private int asked;
    private long nanoTime = Long.MAX_VALUE - 5; // it may wrap
    private final IssuerKeys keys = new IssuerKeys(this::ask, HELD, () -> nanoTime);

    private CompletableFuture<Map<String, VerifyingKey>> ask() {
        asked++;
        if (!answersAtOnce) {
            return answer;
        }
        return away
                ? CompletableFuture.failedFuture(new IOException("away"))
                : CompletableFuture.completedFuture(Map.copyOf(published));
    }

    private VerifyingKey publish(String id) throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        VerifyingKey usable = VerifyingKey.of(key).orElseThrow();
        published.put(id, usable);
        return usable;
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    private KeyLookup look(String id) {
        assertThat(keys.sought(id)).isDone();
        return keys.find(id);
    }

    @Test
    void inventedIdsAskTwiceAMinuteAtMost() throws Exception {
        publish("a");
        keys.run();
        assertThat(look("x")).isEqualTo(new KeyLookup.None());
        for (int i = 0; i < 1000; i++) {
            assertThat(look("x" + i)).isEqualTo(new KeyLookup.None());
        }
        assertThat(asked).isEqualTo(2);
        pass(Duration.ofSeconds(30).minusNanos(1));
        VerifyingKey late = publish("b");
        assertThat(look("b")).isEqualTo(new KeyLookup.None());
        pass(Duration.ofNanos(1));
        assertThat(look("b")).isEqualTo(new KeyLookup.Found(late));
        assertThat(asked).isEqualTo(3);
        assertThat(look("a")).isInstanceOf(KeyLookup.Found.class);
        assertThat(keys.sought(null)).isDone();
        assertThat(keys.find(null)).isEqualTo(new KeyLookup.None());
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whoeverComesMeanwhileWaitsForTheSameAnswer() throws Exception {
        publish("a");
        keys.run();
        answersAtOnce = false;
        CompletableFuture<Void> first = keys.sought("b");
        CompletableFuture<Void> second = keys.sought("c");
        assertThat(first.complete(null)).as("one's own to spoil").isTrue();
        assertThat(second).isNotDone();
        assertThat(keys.sought("a")).as("it is known").isDone();
        publish("b");
        answer.complete(published);
        assertThat(second).isDone();
        assertThat(keys.find("b")).isInstanceOf(KeyLookup.Found.class);
        assertThat(keys.find("c")).isEqualTo(new KeyLookup.None());
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void inAnOutageTheLastKeysHoldForAWhileAndUnknownOnesAreNotCalledWrong() throws Exception {
        away = true;
        assertThatThrownBy(keys::run).isInstanceOf(IssuerUnreachable.class);
        keys.readAtStart();
        assertThat(keys.lacks()).isPresent();
        assertThat(look("a")).isEqualTo(new KeyLookup.Unsure());
        away = false;
        publish("a");
        keys.run();
        assertThat(keys.lacks()).isEmpty();
        away = true;
        pass(Duration.ofMinutes(5));
        assertThatThrownBy(keys::run)
                .isInstanceOf(IssuerUnreachable.class)
                .hasMessageContaining("away");
        assertThat(look("a")).isInstanceOf(KeyLookup.Found.class);
        assertThat(look("b")).isEqualTo(new KeyLookup.Unsure());
        pass(HELD.minus(Duration.ofMinutes(5)));
        assertThat(look("a")).isInstanceOf(KeyLookup.Found.class);
        pass(Duration.ofNanos(1));
        assertThat(look("a")).isEqualTo(new KeyLookup.Unsure());
        assertThat(keys.lacks()).as("it would be so for all").isEmpty();
        away = false;
        keys.run();
        assertThat(look("a")).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void aKeyThatIsTakenBackIsGoneWithTheNextReading() throws Exception {
        VerifyingKey kept = publish("a");
        publish("b");
        keys.run();
        published.remove("b");
        publish("c");
        published.put("a", VerifyingKey.of(ecOf(kept)).orElseThrow());
        pass(Duration.ofMinutes(5).minusNanos(1));
        keys.run();
        assertThat(asked).as("not yet").isEqualTo(1);
        pass(Duration.ofNanos(1));
        keys.run();
        assertThat(keys.find("b")).isEqualTo(new KeyLookup.None());
        assertThat(keys.find("c")).isInstanceOf(KeyLookup.Found.class);
        assertThat(keys.find("a")).as("the same object").isEqualTo(new KeyLookup.Found(kept));
    }

    private static ECKey ecOf(VerifyingKey key) {
        return key.jwk().toECKey();
    }
}
