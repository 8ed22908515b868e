package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.evaluator.evaluation.Part;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository.ReadingProgress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far an evaluation is, where others share its identity and want other parts. */
class ItemProgressTest {
    private static final List<ReadingProgress> ANSWERS_WHOLE_LIKELIHOODS_OPEN =
            List.of(new ReadingProgress(Part.ANSWERS, true, 0, 0), new ReadingProgress(Part.LIKELIHOODS, false, 30, 2));

    @Test
    void bothPartsCount() {
        ItemProgress progress =
                ItemProgress.of(100, EnumSet.of(Part.ANSWERS, Part.LIKELIHOODS), ANSWERS_WHOLE_LIKELIHOODS_OPEN);
        assertEquals(new ItemProgress(200, 130, Optional.of(15.0)), progress);
        assertEquals(Optional.of(70 / 15.0), progress.etaSeconds());
    }

    @Test
    void whatOthersReadIsNotOnesOwn() {
        assertEquals(
                new ItemProgress(100, 30, Optional.of(15.0)),
                ItemProgress.of(100, EnumSet.of(Part.LIKELIHOODS), ANSWERS_WHOLE_LIKELIHOODS_OPEN));
        ItemProgress read = ItemProgress.of(100, EnumSet.of(Part.ANSWERS), ANSWERS_WHOLE_LIKELIHOODS_OPEN);
        assertEquals(new ItemProgress(100, 100, Optional.empty()), read);
        assertEquals(Optional.empty(), read.etaSeconds());
    }

    @Test
    void whileNobodyReadsThereIsNoSpeed() {
        ItemProgress resting = ItemProgress.of(100, EnumSet.of(Part.LIKELIHOODS), ANSWERS_WHOLE_LIKELIHOODS_OPEN)
                .resting();
        assertEquals(new ItemProgress(100, 30, Optional.empty()), resting);
        assertEquals(Optional.empty(), resting.etaSeconds());
    }
}
