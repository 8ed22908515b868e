package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import java.util.List;
import java.util.function.Supplier;

/** Reads a model for a task, part by part. */
public final class TaskReading {
    private final AnsweringModel answering;
    private final EvaluationTask task;
    private final Supplier<BenchmarkTask> benchmark;

    /** @param benchmark asked only for a task that is one */
    public TaskReading(AnsweringModel answering, EvaluationTask task, Supplier<BenchmarkTask> benchmark) {
        this.answering = answering;
        this.task = task;
        this.benchmark = benchmark;
    }

    /**
     * One reading an asked item, in their order.
     *
     * @throws IllegalArgumentException if the model cannot be asked so: no repetition would mend it
     * @throws Abandoned if the reader is told to stop
     */
    public List<ItemReading> read(Part part, AskedItems items, SuiteReader reader) {
        return switch (part) {
            case ANSWERS -> new ArmReading(answering, task.template(), arm()).read(items.asked(), reader);
            case LIKELIHOODS ->
                new LikelihoodReading(answering, task.template()).bothAnswers(arm(), items.asked(), reader);
            case CANDIDATES ->
                new KnowledgeReading(
                                answering,
                                task.template(),
                                task.asking().knowledge().orElseThrow())
                        .read(items, reader);
            case RESPONSES -> new BenchmarkReading(answering, benchmark.get()).read(items.asked(), reader);
        };
    }

    private Arm arm() {
        return task.asking().arm().orElseThrow();
    }
}
