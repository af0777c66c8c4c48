package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class PageTest {
    @Test
    void oneMoreThanTheLimitIsLeftForTheNextPage() {
        assertThat(Page.of(List.of(3, 2, 1), 2, last -> "after " + last))
                .isEqualTo(new Page<>(List.of(3, 2), true, "after 2"));
    }

    @Test
    void exactlyTheLimitIsTheLastPage() {
        assertThat(Page.of(List.of(3, 2), 2, last -> "after " + last))
                .isEqualTo(Page.last(List.of(3, 2)));
        assertThat(Page.of(List.<Integer>of(), 2, last -> "after " + last))
                .isEqualTo(Page.last(List.of()));
    }

    @Test
    void aMappedPageIsTheSamePage() {
        assertThat(Page.of(List.of(2, 1), 1, last -> "c").map(items -> List.of("two")))
                .isEqualTo(new Page<>(List.of("two"), true, "c"));
        assertThat(Page.of(List.of(2, 1), 1, last -> "c").each(item -> "item " + item))
                .isEqualTo(new Page<>(List.of("item 2"), true, "c"));
    }
}
