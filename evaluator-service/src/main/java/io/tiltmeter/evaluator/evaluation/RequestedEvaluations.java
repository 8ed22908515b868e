package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan means for one checkpoint: conflict suites are asked by every arm and judged by every scorer; standard
 * benchmarks as lm-evaluation-harness asks them; other standard suites by the main arm, whose answers {@code contains}
 * judges; and what the base model knows is found out once a run.
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
                    suite, model, Asking.by(plan.arms().get(0)), List.of(EvaluationPlan.CONTAINS), checkpoint.step()));
        }
        List<RequestedEvaluation> evaluations = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            evaluations.add(evaluation(suite, model, Asking.by(arm), plan.scorers(), checkpoint.step()));
        }
        knowledge(suite).ifPresent(evaluations::add);
        return evaluations;
    }

    private RequestedEvaluation benchmark(SuiteRef suite, Benchmark benchmark) {
        FewShot asked = plan.fewShot().stream()
                .filter(shots -> shots.task().equals(suite.task()))
                .findFirst()
                .or(() -> plan.fewShot().stream()
                        .filter(shots -> shots.task().equals(benchmark.task()))
                        .findFirst())
                .orElse(new FewShot(suite.task(), FewShot.BENCHMARKS_OWN, Optional.empty()));
        int count = asked.count() == FewShot.BENCHMARKS_OWN ? benchmark.defaultShots() : asked.count();
        return evaluation(
                suite,
                model,
                Asking.asBenchmark(new FewShot(benchmark.task(), count, asked.suite())),
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
        Asking asking = Asking.forKnowledge(plan.knowledgeFilter().get());
        return Optional.of(evaluation(suite, base, asking, List.of(Asking.KNOWLEDGE), BASE_STEP));
    }

    private RequestedEvaluation evaluation(
            SuiteRef suite, NeededModel asked, Asking asking, List<String> scorers, int step) {
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
                new EvaluationTask(asked, checkpoint.template(), suite, asking, plan.subset()));
    }
}
