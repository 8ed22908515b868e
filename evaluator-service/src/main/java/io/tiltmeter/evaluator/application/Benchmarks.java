package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.evaluation.AskedItems;
import io.tiltmeter.evaluator.evaluation.BenchmarkReading;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks that are standard benchmarks, with their solved examples. */
@Singleton
public class Benchmarks {
    private final EvaluationArtifacts artifacts;

    public Benchmarks(EvaluationArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    private String newestIdentity = "";
    private BenchmarkTask newest;

    /**
     * The task as a benchmark; of the newest one, which reading, scoring and writing follow each other for, the solved
     * examples are chosen once.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest naming items that do not fit the benchmark
     */
    synchronized BenchmarkTask of(EvaluationTask task, AskedItems items) {
        if (!newestIdentity.equals(task.identity())) {
            newest = made(task, items);
            newestIdentity = task.identity();
        }
        return newest;
    }

    private BenchmarkTask made(EvaluationTask task, AskedItems items) {
        FewShot shots = task.asking().benchmark().orElseThrow();
        Benchmark benchmark = Benchmark.named(shots.task()).orElseThrow();
        return BenchmarkTask.of(benchmark, items.suite(), shots, pool(shots));
    }

    /** What the asked items are worth. */
    List<ItemOutcome> outcomes(EvaluationTask task, AskedItems items, List<ItemReading> readings) {
        BenchmarkTask benchmark = of(task, items);
        List<SuiteItem> asked = items.asked();
        return IntStream.range(0, asked.size())
                .mapToObj(i -> benchmark.outcome(asked.get(i), BenchmarkReading.answer(readings.get(i))))
                .toList();
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
