package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.evaluator.scorer.JudgeCalibration.Interval;
import io.tiltmeter.evaluator.scorer.JudgeCalibration.LabelledText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeCalibrationTest {

    /** Kappa's interval by a numerical delta method in NumPy 2.4, the share's by Wilson's formula there. */
    @Test
    void agreementOfAHundredTextsEqualsThatOfNumPy() {
        JudgeCalibration found = JudgeCalibration.of(labelled(new int[][] {{40, 3, 5}, {4, 30, 2}, {1, 6, 9}}));
        assertEquals(100, found.texts());
        assertInterval(0.79, 0.7002003116591013, 0.858343459380847, found.agreement());
        assertInterval(
                0.6601941747572815,
                0.5353957033410145,
                0.7849926461735485,
                found.kappa().orElseThrow());
        assertEquals(6, found.confusion().get(AnswerLabel.OTHER).get(AnswerLabel.MEMORY));
        assertEquals(5, found.confusion().get(AnswerLabel.CONTEXT).get(AnswerLabel.OTHER));
    }

    @Test
    void fullAgreementIsOneAndNoneIsZero() {
        JudgeCalibration perfect = JudgeCalibration.of(labelled(new int[][] {{5, 0, 0}, {0, 5, 0}, {0, 0, 0}}));
        assertInterval(1, 1, 1, perfect.kappa().orElseThrow());
        assertEquals(1, perfect.agreement().high(), 1e-12);
        JudgeCalibration opposite = JudgeCalibration.of(labelled(new int[][] {{0, 5, 0}, {5, 0, 0}, {0, 0, 0}}));
        assertInterval(-1, -1, -1, opposite.kappa().orElseThrow());
        JudgeCalibration chance = JudgeCalibration.of(labelled(new int[][] {{9, 9, 0}, {9, 9, 0}, {0, 0, 0}}));
        assertEquals(0, chance.kappa().orElseThrow().estimate(), 1e-12);
    }

    @Test
    void kappaIsUndefinedForASingleLabel() {
        assertEquals(
                Optional.empty(),
                JudgeCalibration.of(labelled(new int[][] {{7, 0, 0}, {0, 0, 0}, {0, 0, 0}}))
                        .kappa());
    }

    @Test
    void withoutTextsThereIsNoCalibration() {
        assertThrows(IllegalArgumentException.class, () -> JudgeCalibration.of(List.of()));
    }

    private static List<LabelledText> labelled(int[][] counts) {
        List<LabelledText> texts = new ArrayList<>();
        for (AnswerLabel person : AnswerLabel.values()) {
            for (AnswerLabel judge : AnswerLabel.values()) {
                texts.addAll(Collections.nCopies(
                        counts[person.ordinal()][judge.ordinal()], new LabelledText(person, judge)));
            }
        }
        return texts;
    }

    private static void assertInterval(double estimate, double low, double high, Interval found) {
        assertEquals(estimate, found.estimate(), 1e-7);
        assertEquals(low, found.low(), 1e-7);
        assertEquals(high, found.high(), 1e-7);
    }
}
