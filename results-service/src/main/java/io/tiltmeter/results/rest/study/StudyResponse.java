package io.tiltmeter.results.rest.study;

import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.results.application.study.StudyMatrix;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.application.study.StudyMatrix.TestedDifference;
import io.tiltmeter.results.replicate.ComparedQuantity;
import io.tiltmeter.results.replicate.ConditionDifference;
import io.tiltmeter.results.replicate.ConditionDrops;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.servicekit.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a study has found so far. Accuracies and drops are shares.
 *
 * @param revision of the newest event of the study
 * @param settings of all runs
 * @param reference the condition that the others are compared with
 * @param effects what each value of each setting does that conditions differ in alone
 * @param compare the setting that the study is about, as it was requested
 * @param answers what it does to the quantity that was requested, in sentences
 * @param cells in the order of conditions, then of seeds
 * @param criteria what it must show, written down before it was run, and whether it does
 * @param notes what to know before the figures are believed, in sentences
 */
public record StudyResponse(
        String studyId,
        long revision,
        Map<String, Object> settings,
        String reference,
        List<Long> seeds,
        List<ConditionResponse> conditions,
        List<EffectResponse> effects,
        Optional<ComparedSetting> compare,
        List<String> answers,
        List<CellResponse> cells,
        List<CriterionResponse> criteria,
        List<String> notes,
        Instant createdAt,
        Instant updatedAt) {
    /**
     * A condition. What cannot be measured yet is absent.
     *
     * @param settings what it sets besides the settings of all runs
     * @param seedsMeasured seeds with a drop
     * @param drop mean of their drops between the condition's common windows
     * @param peakSteps the steps of the window before the end that is highest in the mean curve over seeds
     * @param endSteps the steps of the last window
     * @param difference of its drop from the reference's
     * @param atEnd difference of its accuracy over the last window from the reference's
     * @param atEqualStandardMean how its accuracy differs from the reference's where both have the same standard mean
     */
    public record ConditionResponse(
            String name,
            Map<String, Object> settings,
            int seedsMeasured,
            Optional<Double> drop,
            Optional<List<Integer>> peakSteps,
            Optional<List<Integer>> endSteps,
            Optional<Difference> difference,
            Optional<Difference> atEnd,
            Optional<EqualStandardMeanResponse> atEqualStandardMean) {
        private static ConditionResponse of(StudyUpdated study, ConditionFinding found) {
            String reference = study.conditions().get(0).name();
            return new ConditionResponse(
                    found.name(),
                    study.conditions().stream()
                            .filter(each -> each.name().equals(found.name()))
                            .findFirst()
                            .orElseThrow()
                            .settings(),
                    found.drops().map(drops -> drops.drops().size()).orElse(0),
                    found.drops().map(ConditionDrops::mean),
                    found.drops().map(ConditionDrops::peakSteps),
                    found.drops().map(ConditionDrops::endSteps),
                    found.drop().map(each -> Difference.of(ComparedQuantity.DROP, reference, found.name(), each)),
                    found.end()
                            .map(each ->
                                    Difference.of(ComparedQuantity.ACCURACY_AT_THE_END, reference, found.name(), each)),
                    found.matched().map(each -> EqualStandardMeanResponse.of(reference, found.name(), each)));
        }
    }

    /**
     * The condition's drop or counterfactual accuracy less the reference's, paired by seed.
     *
     * @param seeds with both, on the same questions
     * @param value mean over these seeds: of drops below 0 if less is lost than under the reference, of accuracies if less is
     *     answered as the context says
     * @param low lower bound of its 95 % interval for other seeds and other questions; absent with one seed
     * @param high upper bound
     * @param p two-sided, of the same interval
     * @param holmP the same, corrected for all conditions, or for all effects, by Holm's rule
     * @param sameQuestions whether all seeds were asked the same questions
     * @param sentence what these seeds show
     */
    public record Difference(
            List<Long> seeds,
            double value,
            Optional<Double> low,
            Optional<Double> high,
            Optional<Double> standardError,
            Optional<Double> p,
            Optional<Double> holmP,
            Optional<Boolean> sameQuestions,
            String sentence) {
        static Difference of(ComparedQuantity quantity, String reference, String condition, TestedDifference tested) {
            return of(quantity, reference, condition, tested, "conditions");
        }

        /** @param family what its p is corrected for */
        static Difference of(
                ComparedQuantity quantity, String reference, String condition, TestedDifference tested, String family) {
            ConditionDifference found = tested.difference();
            Optional<ConditionDifference.Interval> interval = found.interval();
            return new Difference(
                    found.seeds(),
                    found.value(),
                    interval.map(ConditionDifference.Interval::low),
                    interval.map(ConditionDifference.Interval::high),
                    interval.map(ConditionDifference.Interval::standardError),
                    interval.map(ConditionDifference.Interval::p),
                    boxed(tested.holmP()),
                    interval.map(ConditionDifference.Interval::crossed),
                    quantity.sentence(found, reference, condition, tested.holmP(), family));
        }
    }

    /**
     * A condition with a seed; also a line of the CSV. Numbers are those of the run's own windows, absent while there are none.
     *
     * @param status of the run; absent if no event of it has arrived
     * @param missing why there is no verdict; empty if there is one
     * @param suite the knowledge-conflict suite
     * @param verdict {@code inversion}, {@code recovered}, {@code no_inversion} or {@code inconclusive}
     * @param strength {@code shown} or {@code likely}; absent if the verdict is inconclusive
     * @param provisional whether scores are still missing
     * @param peak highest counterfactual accuracy
     * @param end counterfactual accuracy over the last window
     * @param drop peak less end
     * @param parametricAtEnd parametric accuracy over the last window
     * @param standardMeanAtEnd mean of the standard suites over the last window
     */
    public record CellResponse(
            String condition,
            long seed,
            String runId,
            Optional<RunStatus> status,
            String missing,
            Optional<String> suite,
            Optional<String> verdict,
            Optional<String> strength,
            Optional<Boolean> provisional,
            Optional<Double> peak,
            Optional<Double> end,
            Optional<Double> drop,
            Optional<Double> parametricAtEnd,
            Optional<Double> standardMeanAtEnd) {
        private static CellResponse of(CellFinding found) {
            Optional<Evidence> evidence = found.verdict().flatMap(Verdict::evidence);
            Optional<Moment> end = evidence.map(Evidence::end);
            return new CellResponse(
                    found.cell().condition(),
                    found.cell().seed(),
                    found.cell().runId(),
                    found.run().map(run -> run.state().status()),
                    missing(found),
                    found.scored().flatMap(scored -> scored.conflictSuite()),
                    found.verdict().map(verdict -> Json.name(verdict.state())),
                    found.verdict().flatMap(Verdict::strength).map(Json::name),
                    found.scored().map(scored -> scored.isProvisional()),
                    evidence.map(each -> each.peak().counterfactual()),
                    end.map(Moment::counterfactual),
                    evidence.map(each -> each.drop().change().decrease().value()),
                    end.flatMap(moment -> boxed(moment.parametric())),
                    end.flatMap(moment -> boxed(moment.standardMean())));
        }

        private static String missing(CellFinding found) {
            if (found.verdict().isPresent()) {
                return "";
            }
            return found.run()
                    .map(run -> "the run is " + Json.name(run.state().status())
                            + (run.state().reason().isEmpty()
                                    ? ""
                                    : " (" + run.state().reason() + ")")
                            + ", and nothing of this suite is scored")
                    .orElse("no event of the run has arrived");
        }
    }

    static StudyResponse of(StudyMatrix found) {
        StudyUpdated study = found.study();
        List<EffectResponse> effects =
                found.effects().stream().map(EffectResponse::of).toList();
        return new StudyResponse(
                study.studyId(),
                study.revision(),
                study.settings(),
                study.conditions().get(0).name(),
                study.seeds(),
                found.conditions().stream()
                        .map(each -> ConditionResponse.of(study, each))
                        .toList(),
                effects,
                study.compare(),
                answers(study, effects),
                found.cells().stream().map(CellResponse::of).toList(),
                found.criteria().stream().map(CriterionResponse::of).toList(),
                found.notes(),
                study.createdAt(),
                study.updatedAt());
    }

    private static List<String> answers(StudyUpdated study, List<EffectResponse> effects) {
        return study.compare().stream()
                .flatMap(compare -> effects.stream()
                        .filter(effect -> effect.setting().equals(compare.by()))
                        .flatMap(effect -> effect.at(compare.at()).stream()))
                .map(Difference::sentence)
                .toList();
    }

    private static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
}
