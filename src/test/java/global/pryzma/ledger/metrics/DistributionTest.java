package global.pryzma.ledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.metrics.Distribution.Bucket;

import org.junit.jupiter.api.Test;

import java.util.List;

class DistributionTest {
    /** Four values up to 10, six up to 20, one beyond 50. */
    private static final Distribution SOME = distribution(11, 165, 4, 10, 10);

    @Test
    void aQuantileLiesInItsBucketAsFarAsItsRankDoes() {
        assertThat(SOME.quantile(2 / 11.0)).hasValue(5);
        assertThat(SOME.quantile(4 / 11.0)).hasValue(10);
        assertThat(SOME.quantile(7 / 11.0)).hasValue(15);
        assertThat(SOME.quantile(0)).hasValue(0);
    }

    @Test
    void beyondTheLastBucketItsEndIsAllThatIsKnown() {
        assertThat(SOME.quantile(1)).hasValue(50);
    }

    @Test
    void nothingHasNoQuantileAndNoMean() {
        assertThat(Distribution.NONE.quantile(0.5)).isEmpty();
        assertThat(SOME.since(SOME).quantile(0.5)).isEmpty();
        assertThat(SOME.since(SOME).mean()).isEmpty();
        assertThat(SOME.mean()).hasValue(15);
    }

    @Test
    void twoAreAddedAndTakenApartBucketByBucket() {
        Distribution other = distribution(2, 12, 1, 2, 2);
        Distribution both = distribution(13, 177, 5, 12, 12);
        assertThat(SOME.plus(other)).isEqualTo(both);
        assertThat(both.since(SOME)).isEqualTo(other);
        assertThat(Distribution.NONE.plus(SOME)).isEqualTo(SOME);
        assertThat(SOME.since(Distribution.NONE)).isEqualTo(SOME);
    }

    @Test
    void bucketsOfTwoMetricsAreNotAdded() {
        Distribution strange = new Distribution(1, 1, List.of(new Bucket(1, 1)));
        assertThatThrownBy(() -> strange.plus(SOME)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Distribution distribution(
            long count, long total, long upTo10, long upTo20, long upTo50) {
        return new Distribution(
                count,
                total,
                List.of(new Bucket(10, upTo10), new Bucket(20, upTo20), new Bucket(50, upTo50)));
    }
}
