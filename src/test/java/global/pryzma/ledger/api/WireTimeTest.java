package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Seed;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;

class WireTimeTest {
    @Test
    void alwaysNineDigitsAndUtc() {
        assertThat(WireTime.of(0)).isEqualTo("1970-01-01T00:00:00.000000000Z");
        assertThat(WireTime.of(1_773_480_510_123_456_789L))
                .isEqualTo("2026-03-14T09:28:30.123456789Z");
        assertThat(WireTime.of(1_773_480_510_000_000_001L))
                .isEqualTo("2026-03-14T09:28:30.000000001Z");
        assertThat(WireTime.of(Long.MAX_VALUE)).isEqualTo("2262-04-11T23:47:16.854775807Z");
    }

    @Test
    void theTextIsThatOfTheMoment() {
        Random random = new Random(Seed.of(WireTimeTest.class));
        for (long nanos :
                LongStream.concat(
                                LongStream.of(-1L << 62, -1, 951_827_696_000_000_000L),
                                random.longs(10_000))
                        .toArray()) {
            String text = WireTime.of(nanos);
            assertThat(text).hasSize(30);
            assertThat(WireTime.epochNanos(Instant.parse(text))).as(text).isEqualTo(nanos);
        }
    }

    @Test
    void nanosecondsOfAMoment() {
        assertThat(WireTime.epochNanos(Instant.parse("2026-03-14T09:28:30.123456789Z")))
                .isEqualTo(1_773_480_510_123_456_789L);
    }

    @Test
    void aMomentBeyondThemIsTheFirstOrTheLast() {
        assertThat(WireTime.epochNanos(Instant.parse("2262-04-11T23:47:16.854775807Z")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(WireTime.epochNanos(Instant.parse("2999-12-31T23:59:59Z")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(WireTime.epochNanos(Instant.parse("1677-09-21T00:12:43.145224192Z")))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(WireTime.epochNanos(Instant.parse("1000-01-01T00:00:00Z")))
                .isEqualTo(Long.MIN_VALUE);
    }
}
