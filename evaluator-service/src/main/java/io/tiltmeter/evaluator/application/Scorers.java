package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.application.judge.JudgeService;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.evaluation.AskedItems;
import io.tiltmeter.evaluator.evaluation.Asking;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Part;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.TaskScoring;
import io.tiltmeter.evaluator.scorer.KnowledgeFilterScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules by their names: what each judges, its version and its settings. */
@Singleton
public class Scorers {
    private final Benchmarks benchmarks;
    private final JudgeService judging;

    public Scorers(Benchmarks benchmarks, JudgeService judging) {
        this.benchmarks = benchmarks;
        this.judging = judging;
    }

    /** What an evaluation wants, in the order in which it is to be made: the judge, who may be away, last. */
    public List<ScorerId> of(RequestedEvaluation requested) {
        return requested.scorers().stream()
                .sorted((a, b) -> Boolean.compare(isJudge(a), isJudge(b)))
                .map(name -> id(name, requested.logprobThresholdNats()))
                .toList();
    }

    /** The part that a rule judges. */
    Part part(ScorerId scorer) {
        return TaskScoring.part(scorer.name());
    }

    /** The parts that an evaluation needs. */
    Set<Part> parts(RequestedEvaluation requested) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        of(requested).forEach(scorer -> parts.add(part(scorer)));
        return parts;
    }

    /** Whether a rule can judge what an evaluation asks. */
    boolean judges(String scorer, RequestedEvaluation requested) {
        return requested.task().asking().arm().isPresent();
    }

    /** Outcomes of the asked items, in their order. */
    List<ItemOutcome> outcomes(EvaluationTask task, AskedItems items, ScorerId scorer, List<ItemReading> readings)
            throws IOException {
        List<SuiteItem> asked = items.asked();
        if (TaskScoring.judgesTexts(scorer.name())) {
            return TaskScoring.texts(scorer.name(), asked, readings);
        }
        return switch (part(scorer)) {
            case LIKELIHOODS -> TaskScoring.likelihoods(threshold(scorer), asked, readings);
            case CANDIDATES ->
                TaskScoring.knowledge(task.asking().knowledge().orElseThrow().distractors(), asked, readings);
            case RESPONSES -> benchmarks.outcomes(task, items, readings);
            case ANSWERS -> judging.outcomes(asked, readings);
        };
    }

    private ScorerId id(String name, double thresholdNats) {
        return switch (name) {
            case EvaluationPlan.LOGPROB -> new ScorerId(name, LogprobScorer.VERSION, settings(thresholdNats));
            case Asking.KNOWLEDGE -> new ScorerId(name, KnowledgeFilterScorer.VERSION, "");
            case EvaluationPlan.JUDGE -> judging.id();
            default ->
                new ScorerId(
                        name,
                        TaskScoring.judgesTexts(name) ? TaskScoring.textVersion(name) : BenchmarkTask.VERSION,
                        "");
        };
    }

    private static String settings(double thresholdNats) {
        return thresholdNats == EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS ? "" : "threshold=" + thresholdNats;
    }

    private static double threshold(ScorerId scorer) {
        return scorer.settings().isEmpty()
                ? EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS
                : Double.parseDouble(scorer.settings().substring("threshold=".length()));
    }

    private static boolean isJudge(String scorer) {
        return scorer.equals(EvaluationPlan.JUDGE);
    }
}
