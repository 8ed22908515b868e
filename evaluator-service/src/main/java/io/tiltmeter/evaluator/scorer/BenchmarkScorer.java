package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.evaluation.BenchmarkResponses;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import java.util.List;
import java.util.function.BiFunction;

/** Scores the responses of a model to a standard benchmark by the metrics of lm-evaluation-harness. */
public final class BenchmarkScorer implements Scorer {
    private final BiFunction<EvaluationTask, SuiteSelection, BenchmarkTask> benchmarks;

    /** @param benchmarks the benchmark of a task, with its solved examples */
    public BenchmarkScorer(BiFunction<EvaluationTask, SuiteSelection, BenchmarkTask> benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public String name() {
        return "benchmark";
    }

    /** Benchmarks are scorers by their own names. */
    @Override
    public boolean isNamed(String scorer) {
        return Benchmark.named(scorer).isPresent();
    }

    @Override
    public int version() {
        return BenchmarkTask.VERSION;
    }

    @Override
    public ResponseKind input() {
        return ResponseKind.RESPONSES;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        BenchmarkTask benchmark = benchmarks.apply(input.task(), input.items());
        return input.each((item, response) -> benchmark.outcome(item, BenchmarkResponses.answer(response)));
    }
}
