package io.tiltmeter.results.flip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.Flip.Direction;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlipSetTest {
    @Test
    void onlyTheOneAnswerAloneAndThenTheOtherAloneIsAFlip() {
        FlipSet flips = between(Stories.of("CM", "MC", "CN", "CB", "PM", "-M", "CC"), 0, 1, 1);
        assertEquals(Set.of("a"), flips.items(Direction.CONTEXT_TO_MEMORY));
        assertEquals(Set.of("b"), flips.items(Direction.MEMORY_TO_CONTEXT));
        assertEquals(Set.of("a", "b", "c", "d", "e", "g"), flips.answered());
        assertEquals("q0", flips.flips().get(0).clusterId());
        assertTrue(flips.flips().stream().allMatch(Flip::robust), "alone, a checkpoint has nothing to disagree with");
    }

    @Test
    void aRobustFlipHoldsAtEveryCheckpointAroundBothEnds() {
        ItemHistory history = Stories.of("CCCNMMM", "CCMNMMM", "CCCNMM-", "CCCNMCM", "MMMNCCC");
        FlipSet flips = between(history, 1, 5, 3);
        assertEquals(Set.of("a", "b", "c"), flips.items(Direction.CONTEXT_TO_MEMORY));
        assertEquals(3, flips.count(Direction.CONTEXT_TO_MEMORY));
        assertEquals(1, flips.robustCount(Direction.CONTEXT_TO_MEMORY));
        assertEquals(Set.of("a"), flips.robust().items(Direction.CONTEXT_TO_MEMORY));
        assertEquals(1, flips.robustCount(Direction.MEMORY_TO_CONTEXT));
    }

    @Test
    void aSpanAtTheEndOfARunLiesToOneSide() {
        ItemHistory history = Stories.of("CCCCC");
        assertEquals(List.of(0, 10, 20), Span.around(history, 0, 3).steps(history));
        assertEquals(List.of(10, 20, 30), Span.around(history, 2, 3).steps(history));
        assertEquals(List.of(20, 30, 40), Span.around(history, 4, 3).steps(history));
        assertEquals(List.of(20), Span.around(history, 2, 1).steps(history));
        assertEquals(List.of(0, 10, 20, 30, 40), Span.around(history, 4, 9).steps(history));
        assertThrows(IllegalArgumentException.class, () -> new Span(2, 3, 4));
    }

    @Test
    void historiesHaveEveryCheckpointAndCountChangesOfSide() {
        List<ItemStory> stories = ItemStory.of(Stories.of("CNM-C", "CNBPC", "NNNNN", "-MC-M"));
        assertEquals(
                List.of("CNM-C", "CNBPC", "NNNNN", "-MC-M"),
                stories.stream().map(ItemStory::labels).toList());
        assertEquals(List.of(2, 0, 0, 2), stories.stream().map(ItemStory::flips).toList());
        assertEquals("q1", stories.get(2).clusterId());
    }

    @Test
    void sharesOfSeveralAnswersAreMixedUnlessAllAreOfOneKind() {
        assertEquals(AnswerLabel.MIXED, AnswerLabel.of(0.4, 0.2));
        assertEquals(AnswerLabel.MIXED, AnswerLabel.of(1, 0.2));
        assertEquals(AnswerLabel.CONTEXT, AnswerLabel.of(1, 0));
        assertEquals(AnswerLabel.BOTH, AnswerLabel.of(1, 1));
        assertEquals(AnswerLabel.NEITHER, AnswerLabel.of(0, 0));
        assertEquals(AnswerLabel.UNANSWERED, AnswerLabel.of(Double.NaN, 0));
    }

    @Test
    void twoRunsAreComparedOnTheItemsThatBothAnswered() {
        FlipSet one = between(Stories.of("CM", "CM", "CC", "CC", "CM", "CC"), 0, 1, 1);
        FlipSet other = between(Stories.of("CM", "CC", "CM", "CC", "-M", "CC"), 0, 1, 1);
        FlipOverlap overlap = FlipOverlap.of(
                one.answered(),
                one.items(Direction.CONTEXT_TO_MEMORY),
                other.answered(),
                other.items(Direction.CONTEXT_TO_MEMORY));
        assertEquals(5, overlap.items());
        assertEquals(1, overlap.table().both());
        assertEquals(1, overlap.table().onlyFirst());
        assertEquals(1, overlap.table().onlySecond());
        assertEquals(2, overlap.table().neither());
        assertEquals(1 / 3.0, overlap.jaccard().orElseThrow());
        assertTrue(FlipOverlap.of(Set.of("a"), Set.of(), Set.of("a"), Set.of())
                .jaccard()
                .isEmpty());
    }

    static FlipSet between(ItemHistory history, int from, int to, int width) {
        return FlipSet.between(history, Span.around(history, from, width), Span.around(history, to, width));
    }
}
