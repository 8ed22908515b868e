package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.AsBenchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ByArm;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForGradients;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForKnowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The evaluations that a plan requests of one checkpoint: conflict suites by every arm and every scorer; standard
 * benchmarks as lm-evaluation-harness evaluates them; other standard suites by the main arm and {@code contains}; and what
 * the base model knows once a run. Probes measure the main arm, after its scorers.
 */
public final class RequestedEvaluations {
    private static final int BASE_STEP = 0;

    private final CheckpointReady checkpoint;
    private final EvaluationPlan plan;
    private final NeededModel model;

    private RequestedEvaluations(CheckpointReady checkpoint) {
        this.checkpoint = checkpoint;
        this.plan = checkpoint.plan();
        this.model = new NeededModel(checkpoint.model(), checkpoint.base(), Optional.of(checkpoint.weightsSha256()));
    }

    /** In the order of the suites, the main arm of each first. */
    public static List<RequestedEvaluation> of(CheckpointReady checkpoint) {
        RequestedEvaluations requested = new RequestedEvaluations(checkpoint);
        return checkpoint.suites().stream()
                .flatMap(suite -> requested.of(suite).stream())
                .toList();
    }

    private List<RequestedEvaluation> of(SuiteRef suite) {
        Optional<Benchmark> benchmark = Benchmark.named(suite.task());
        if (benchmark.isPresent()) {
            return List.of(benchmark(suite, benchmark.get()));
        }
        if (suite.kind() == SuiteKind.STANDARD) {
            return List.of(evaluation(
                    suite,
                    model,
                    new ByArm(plan.arms().get(0)),
                    probed(List.of(EvaluationPlan.CONTAINS), EvaluationPlan.CLASS_LOSSES),
                    checkpoint.step()));
        }
        List<RequestedEvaluation> evaluations = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            boolean isMain = arm.equals(plan.arms().get(0));
            List<String> scorers = isMain ? probed(plan.scorers(), EvaluationPlan.ATTENTION) : plan.scorers();
            evaluations.add(evaluation(suite, model, new ByArm(arm), scorers, checkpoint.step()));
        }
        knowledge(suite).ifPresent(evaluations::add);
        gradients(suite).ifPresent(evaluations::add);
        return evaluations;
    }

    /** Scorers, and behind them a probe if the plan has it. */
    private List<String> probed(List<String> scorers, String probe) {
        return plan.probes().contains(probe)
                ? Stream.concat(scorers.stream(), Stream.of(probe)).toList()
                : scorers;
    }

    private RequestedEvaluation benchmark(SuiteRef suite, Benchmark benchmark) {
        FewShot requested = plan.fewShot().stream()
                .filter(shots -> shots.task().equals(suite.task()))
                .findFirst()
                .or(() -> plan.fewShot().stream()
                        .filter(shots -> shots.task().equals(benchmark.task()))
                        .findFirst())
                .orElse(new FewShot(suite.task(), FewShot.BENCHMARKS_OWN, Optional.empty()));
        int count = requested.count() == FewShot.BENCHMARKS_OWN ? benchmark.defaultShots() : requested.count();
        return evaluation(
                suite,
                model,
                new AsBenchmark(new FewShot(benchmark.task(), count, requested.suite())),
                List.of(benchmark.task()),
                checkpoint.step());
    }

    /** Of the model before finetuning: of an adapter's base, or of step 0. */
    private Optional<RequestedEvaluation> knowledge(SuiteRef suite) {
        if (plan.knowledgeFilter().isEmpty() || (checkpoint.base().isEmpty() && checkpoint.step() > BASE_STEP)) {
            return Optional.empty();
        }
        NeededModel base = checkpoint
                .base()
                .map(whole -> new NeededModel(whole, Optional.empty(), Optional.empty()))
                .orElse(model);
        EvaluationMethod method = new ForKnowledge(plan.knowledgeFilter().get());
        return Optional.of(evaluation(suite, base, method, List.of(EvaluationMethod.KNOWLEDGE), BASE_STEP));
    }

    /** If the run has standard suites, whose items have the classes. */
    private Optional<RequestedEvaluation> gradients(SuiteRef suite) {
        List<SuiteRef> standard = checkpoint.suites().stream()
                .filter(each -> each.kind() == SuiteKind.STANDARD
                        && Benchmark.named(each.task()).isEmpty())
                .toList();
        if (!plan.probes().contains(EvaluationPlan.CLASS_GRADIENTS) || standard.isEmpty()) {
            return Optional.empty();
        }
        EvaluationMethod method = new ForGradients(plan.arms().get(0), standard);
        return Optional.of(
                evaluation(suite, model, method, List.of(EvaluationPlan.CLASS_GRADIENTS), checkpoint.step()));
    }

    private RequestedEvaluation evaluation(
            SuiteRef suite, NeededModel evaluated, EvaluationMethod method, List<String> scorers, int step) {
        return new RequestedEvaluation(
                checkpoint.runId(),
                checkpoint.runName(),
                step,
                checkpoint.totalSteps(),
                step == checkpoint.step() ? checkpoint.epochs() : 0,
                checkpoint.weightsSha256(),
                checkpoint.savedAt(),
                scorers,
                plan.logprobThresholdNats(),
                new EvaluationTask(evaluated, checkpoint.template(), suite, method, plan.subset()));
    }
}
