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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void aPageIsBoundedInBytesAndHasOneItemAtLeast() {
        int tooMuch = Page.MAX_BYTES + 1;
        assertThat(sizes(Map.of(5L, 400_000, 4L, 400_000, 3L, 400_000, 2L, tooMuch, 1L, 7)))
                .containsExactly(List.of(5L, 4L), List.of(3L), List.of(2L), List.of(1L));
    }

    @Test
    void manySmallItemsBeforeLargeOnesFitTogether() {
        Map<Long, Integer> sizes = new HashMap<>();
        for (long i = 1; i <= 100; i++) {
            sizes.put(i, i > 70 ? 10 : 60_000);
        }
        List<List<Long>> pages = sizes(sizes);
        assertThat(pages.stream().flatMap(List::stream))
                .hasSize(100)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(pages.getFirst()).as("30 small ones, 17 large ones").hasSize(47);
        assertThat(pages).hasSizeLessThan(7);
    }

    /** Walks through a list whose items are shown as texts of these sizes. */
    private List<List<Long>> sizes(Map<Long, Integer> sizes) {
        List<Long> newestFirst = sizes.keySet().stream().sorted(Comparator.reverseOrder()).toList();
        List<List<Long>> pages = new ArrayList<>();
        String cursor = null;
        do {
            List<Long> shown = new ArrayList<>();
            Page<String> page =
                    listing.page(
                            ORGANISATION,
                            "sizes",
                            request(cursor, 100),
                            (before, limit) ->
                                    newestFirst.stream()
                                            .filter(it -> it < before)
                                            .limit(limit)
                                            .toList(),
                            Long::longValue,
                            items -> {
                                shown.addAll(items);
                                return items.stream()
                                        .map(it -> "x".repeat(sizes.getOrDefault(it, 0)))
                                        .toList();
                            });
            pages.add(List.copyOf(shown.subList(0, page.data().size())));
            cursor = page.nextCursor();
            assertThat(page.hasMore()).isEqualTo(cursor != null);
        } while (cursor != null);
        return pages;
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
        return request(cursor, 2);
    }

    private static PageRequest request(@Nullable String cursor, int limit) {
        MutableHttpRequest<?> request = HttpRequest.GET("/list");
        request.getParameters().add("limit", Integer.toString(limit));
        if (cursor != null) {
            request.getParameters().add("cursor", cursor);
        }
        return PageRequest.of(request);
    }
}
