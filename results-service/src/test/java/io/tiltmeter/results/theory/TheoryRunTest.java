package io.tiltmeter.results.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.theory.TheoryWarning.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of docs/theory.md. */
class TheoryRunTest {
    private static final int[] STEPS = {0, 1, 5, 10, 40, 80, 120, 200, 500, 1000};
    private static final double[] CONTEXT_SHARES = {.2766, .4094, .7865, .8899, .9433, .9342, .8253, .6689, .6140, .6054
    };
    private static final double[] ATTENTION = {.5000, .5699, .7584, .8443, .9232, .9058, .7857, .6919, .6651, .6610};

    @Test
    void theDefaultsAreTheGoldenRun() {
        TheoryResult golden =
                TheoryRun.of(TheoryRequests.of("'logged_steps': [0, 1, 5, 10, 40, 80, 120, 200, 500, 1000]"));
        assertEquals(56, golden.subjects());
        assertEquals(88, golden.answers());
        assertEquals(147, golden.dimensions());
        assertEquals(163.3672, golden.normaliser(), 1e-4);
        for (int i = 0; i < STEPS.length; i++) {
            TheoryPoint point = golden.at(STEPS[i]).orElseThrow();
            assertEquals(CONTEXT_SHARES[i], point.contextShare(), 1e-4, "M_C at " + STEPS[i]);
            assertEquals(ATTENTION[i], point.attention(), 1e-4, "attention at " + STEPS[i]);
            assertEquals(0, point.valueChange());
        }
        assertEquals(List.of(), golden.warnings());
        assertTrue(golden.summary().handOverStep().isPresent());
        assertTrue(golden.sentence().endsWith("inversion."), golden.sentence());
    }

    /** Computed by a separate program with NumPy 2.4.6, in matrices. */
    @Test
    void lossesAndGradientsOfTheClassesAreThoseOfASeparateProgram() {
        TheoryResult golden = TheoryRun.of(TheoryRequests.of("'logged_steps': [0, 120, 1000]"));
        double[][] expected = {
            {0, 3.1835, 0.5947, 0.9681, -0.1964, 3.1835},
            {120, 1.8721, 0.1735, 1.0822, -0.2011, 2.2499},
            {1000, 1.6372, 0.0195, 0.5390, -0.0195, 2.6494}
        };
        for (double[] row : expected) {
            TheoryPoint point = golden.at((int) row[0]).orElseThrow();
            TheoryPoint.OfClass critical =
                    point.ofClass(TheoryClass.CONTEXT_CRITICAL).orElseThrow();
            TheoryPoint.OfClass agreeing =
                    point.ofClass(TheoryClass.NON_CONTEXT_CRITICAL).orElseThrow();
            assertEquals(row[1], critical.loss(), 1e-4);
            assertEquals(row[2], critical.contextGradient(), 1e-4);
            assertEquals(row[3], agreeing.loss(), 1e-4);
            assertEquals(row[4], agreeing.contextGradient(), 1e-4);
            assertEquals(row[5], point.heldOutLoss().orElseThrow(), 1e-4);
            assertEquals(critical.contextGradient() / 2, critical.contextContribution(), 1e-12);
        }
    }

    @Test
    void contextCriticalExamplesAloneRaiseReliance() {
        TheoryResult result = TheoryRun.of(TheoryRequests.of("'context_critical': 24, 'non_context_critical': 0"));
        assertEquals(.9708, result.summary().endShare(), 1e-4);
        assertEquals(result.summary().peakShare(), result.summary().endShare());
        for (int i = 1; i < result.points().size(); i++) {
            assertTrue(result.points().get(i).contextShare()
                    > result.points().get(i - 1).contextShare());
        }
        assertEquals(Optional.empty(), result.summary().handOverStep());
        assertEquals(Optional.empty(), result.assumption().holds());
    }

    @ParameterizedTest
    @CsvSource({"12, 4, .891", "10, 6, .830", "8, 8, .507"})
    void fewerContextCriticalExamplesEndLower(int critical, int agreeing, double end) {
        TheoryRequest request = TheoryRequests.of("'tests': 8, 'test_delta_m': 0.6, 'held_out': 0, 'steps': 800,"
                + " 'context_critical': " + critical + ", 'non_context_critical': " + agreeing);
        assertEquals(end, TheoryRun.of(request).summary().endShare(), 6e-4);
    }

    @ParameterizedTest
    @CsvSource({"0, .507", "1, .624", "2, .710", "4, .811", "8, .951"})
    void counterfactualAugmentationEndsHigher(int counterfactual, double end) {
        TheoryRequest request = TheoryRequests.small("'counterfactual': " + counterfactual);
        assertEquals(end, TheoryRun.of(request).summary().endShare(), 6e-4);
    }

    @ParameterizedTest
    @CsvSource({".1, 200, 300", ".3, 60, 100", "1, 20, 30", "3, 5, 10", "10, 1, 4"})
    void everyStepSizeInvertsAndSmallerOnesLater(double etaK, int earliestPeak, int latestPeak) {
        TheorySummary summary = TheoryRun.of(TheoryRequests.small("'points': 200, 'eta_k': " + etaK))
                .summary();
        assertTrue(summary.rise() > .4 && summary.drop() > .2, summary.toString());
        assertTrue(
                summary.peakStep() >= earliestPeak && summary.peakStep() <= latestPeak,
                "peak at " + summary.peakStep());
    }

    @ParameterizedTest
    @CsvSource({".2, .6, .2899", ".3, .3, .5", ".1, .9, .1"})
    void theFirstShareIsThatOfTheFormula(double deltaC, double deltaM, double expected) {
        TheorySummary summary = TheoryRun.of(
                        TheoryRequests.of("'steps': 1, 'delta_c': " + deltaC + ", 'test_delta_m': " + deltaM))
                .summary();
        assertEquals(expected, summary.startByFormula(), 1e-4);
        assertEquals(summary.startByFormula(), summary.startShare(), 1e-6);
    }

    @Test
    void theAssumptionIsCheckedAndWarnedOf() {
        TheoryResult broken = TheoryRun.of(TheoryRequests.of("'delta_c': 0.05, 'delta_m': 0.5"));
        assertEquals(Optional.of(false), broken.assumption().holds());
        assertTrue(kinds(broken).contains(Kind.ASSUMPTION_BROKEN));
        assertTrue(broken.points().get(1).attention() < broken.points().get(0).attention());
        TheoryResult golden = TheoryRun.of(TheoryRequests.of(""));
        assertEquals(Optional.of(true), golden.assumption().holds());
        assertFalse(kinds(golden).contains(Kind.ASSUMPTION_BROKEN));
    }

    @Test
    void whatHidesTheCourseIsWarnedOf() {
        assertTrue(kinds(TheoryRun.of(TheoryRequests.of("'delta_c': 0.7"))).contains(Kind.NO_COUNTERFORCE));
        assertTrue(kinds(TheoryRun.of(TheoryRequests.of("'b': 1"))).contains(Kind.RELATION_ATTENDED));
        assertTrue(kinds(TheoryRun.of(TheoryRequests.of("'steps': 10"))).contains(Kind.NOT_SETTLED));
        assertTrue(kinds(TheoryRun.of(TheoryRequests.of("'eta_k': 100, 'steps': 50")))
                .contains(Kind.ATTENTION_SATURATED));
    }

    private static List<Kind> kinds(TheoryResult result) {
        return result.warnings().stream().map(TheoryWarning::warning).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'subject_critical': 6", "'eta_v': 0.5", "'subject_critical': 64, 'eta_v': 10, 'eta_k': 100"})
    void otherRunsAreFiniteAndTheSameEachTime(String fields) {
        TheoryRequest request = TheoryRequests.of(fields + ", 'steps': 60");
        TheoryResult result = TheoryRun.of(request);
        assertEquals(result, TheoryRun.of(request));
        for (TheoryPoint point : result.points()) {
            assertTrue(Double.isFinite(point.contextShare() + point.attention() + point.valueChange()));
            point.classes().forEach(each -> assertTrue(Double.isFinite(each.loss() + each.contextGradient())));
        }
        assertEquals(request.etaV() > 0, result.points().get(1).valueChange() > 0);
    }

    @Test
    void subjectCriticalExamplesHaveNoGradientTowardsContextsAndASmallerB() {
        TheoryResult result = TheoryRun.of(TheoryRequests.of("'subject_critical': 6, 'steps': 1"));
        assertEquals(
                Optional.of(TheoryRequest.B_WITH_SUBJECT_CRITICAL),
                result.settings().b());
        assertEquals(
                0,
                result.points()
                        .get(0)
                        .ofClass(TheoryClass.SUBJECT_CRITICAL)
                        .orElseThrow()
                        .contextGradient());
    }

    @Test
    void theSummaryIsTheSameHoweverFewStepsAreReported() {
        TheoryResult whole = TheoryRun.of(TheoryRequests.of(""));
        TheoryResult few = TheoryRun.of(TheoryRequests.of("'logged_steps': [7]"));
        assertEquals(1, few.points().size());
        assertEquals(
                whole.summary(), TheoryRun.of(TheoryRequests.of("'points': 2")).summary());
        assertEquals(whole.summary().handOverStep(), few.summary().handOverStep());
        assertEquals(whole.warnings(), few.warnings());
    }

    @Test
    void loggedStepsAreBoundedDenserEarlyAndHaveBothEnds() {
        List<Integer> steps = List.copyOf(LoggedSteps.reported(TheoryRequests.of("'points': 30")));
        assertTrue(steps.size() <= 30 && steps.size() > 20, steps.toString());
        assertEquals(0, steps.get(0));
        assertEquals(1000, steps.get(steps.size() - 1));
        assertTrue(steps.contains(1) && steps.get(steps.size() - 2) < 900, steps.toString());
        assertEquals(List.of(7), List.copyOf(LoggedSteps.reported(TheoryRequests.of("'logged_steps': [7]"))));
    }
}
