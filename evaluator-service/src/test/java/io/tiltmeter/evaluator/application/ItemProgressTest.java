package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository.ResponseProgress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Progress of an evaluation that shares its identity with others that need other responses. */
class ItemProgressTest {
    private static final List<ResponseProgress> ANSWERS_COMPLETE_LIKELIHOODS_OPEN = List.of(
            new ResponseProgress(ResponseKind.ANSWERS, true, 0, 0),
            new ResponseProgress(ResponseKind.LIKELIHOODS, false, 30, 2));

    @Test
    void bothKindsCount() {
        ItemProgress progress = ItemProgress.of(
                100, EnumSet.of(ResponseKind.ANSWERS, ResponseKind.LIKELIHOODS), ANSWERS_COMPLETE_LIKELIHOODS_OPEN);
        assertEquals(new ItemProgress(200, 130, Optional.of(15.0)), progress);
        assertEquals(Optional.of(70 / 15.0), progress.etaSeconds());
    }

    @Test
    void responsesThatOtherEvaluationsNeedDoNotCount() {
        assertEquals(
                new ItemProgress(100, 30, Optional.of(15.0)),
                ItemProgress.of(100, EnumSet.of(ResponseKind.LIKELIHOODS), ANSWERS_COMPLETE_LIKELIHOODS_OPEN));
        ItemProgress answers =
                ItemProgress.of(100, EnumSet.of(ResponseKind.ANSWERS), ANSWERS_COMPLETE_LIKELIHOODS_OPEN);
        assertEquals(new ItemProgress(100, 100, Optional.empty()), answers);
        assertEquals(Optional.empty(), answers.etaSeconds());
    }

    @Test
    void aPausedEvaluationHasNoSpeed() {
        ItemProgress paused = ItemProgress.of(
                        100, EnumSet.of(ResponseKind.LIKELIHOODS), ANSWERS_COMPLETE_LIKELIHOODS_OPEN)
                .paused();
        assertEquals(new ItemProgress(100, 30, Optional.empty()), paused);
        assertEquals(Optional.empty(), paused.etaSeconds());
    }
}
