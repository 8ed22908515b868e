package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.AsBenchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Tasks that are standard benchmarks, with their solved examples. */
@Singleton
public class BenchmarkTasks {
    private final EvaluationArtifacts artifacts;
    private String newestIdentity = "";
    private BenchmarkTask newest;

    public BenchmarkTasks(EvaluationArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The task as a benchmark. Responses, scores and harness files of one task follow each other: the newest is kept, so
     * that its solved examples are chosen once.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest naming items that do not fit the benchmark
     */
    synchronized BenchmarkTask of(EvaluationTask task, SuiteSelection items) {
        if (!newestIdentity.equals(task.identity())) {
            FewShot shots = ((AsBenchmark) task.method()).shots();
            Benchmark benchmark = Benchmark.named(shots.task()).orElseThrow();
            newest = BenchmarkTask.of(benchmark, items.suite(), shots, pool(shots));
            newestIdentity = task.identity();
        }
        return newest;
    }

    private List<SuiteItem> pool(FewShot shots) {
        if (shots.suite().isEmpty()) {
            return List.of();
        }
        try {
            return artifacts.items(shots.suite().get());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
