package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;

@Execution(ExecutionMode.SAME_THREAD)
class ListingTest {
    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final long ITEMS = 5;

    private final Listing listing = ServiceUnderTest.shared().bean(Listing.class);

    @Test
    void thePagesAreTheWholeListNewestFirst() {
        List<Long> walked = new ArrayList<>();
        String cursor = null;
        do {
            Page<Long> page = page("list", cursor);
            assertThat(page.data()).hasSizeLessThanOrEqualTo(2);
            walked.addAll(page.data());
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(walked).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void theFirstPageBeginsAtTheNewest() {
        listing.page(
                ORGANISATION,
                "list",
                request(null),
                (before, limit) -> {
                    assertThat(before).isEqualTo(Listing.NEWEST);
                    assertThat(limit).as("one more, to see whether there is one").isEqualTo(3);
                    return List.<Long>of();
                },
                Long::longValue,
                Function.identity());
    }

    @Test
    void aCursorIsOfItsListAlone() {
        String cursor = page("list", null).nextCursor();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> page("another list", cursor));
    }

    private Page<Long> page(String list, @Nullable String cursor) {
        return listing.page(
                ORGANISATION,
                list,
                request(cursor),
                ListingTest::before,
                Long::longValue,
                Function.identity());
    }

    private static List<Long> before(long position, int limit) {
        return LongStream.rangeClosed(1, ITEMS)
                .map(it -> ITEMS + 1 - it)
                .filter(it -> it < position)
                .limit(limit)
                .boxed()
                .toList();
    }

    private static PageRequest request(@Nullable String cursor) {
        MutableHttpRequest<?> request = HttpRequest.GET("/list");
        request.getParameters().add("limit", "2");
        if (cursor != null) {
            request.getParameters().add("cursor", cursor);
        }
        return PageRequest.of(request);
    }
}
