package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import java.util.List;

/** Reads a model for a task, part by part. */
public final class TaskReading {
    private final AnsweringModel answering;
    private final EvaluationTask task;

    public TaskReading(AnsweringModel answering, EvaluationTask task) {
        this.answering = answering;
        this.task = task;
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
            case RESPONSES -> throw new IllegalArgumentException("no benchmark is known");
        };
    }

    private Arm arm() {
        return task.asking().arm().orElseThrow();
    }
}
