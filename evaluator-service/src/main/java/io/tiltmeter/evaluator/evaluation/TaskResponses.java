package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForKnowledge;
import java.util.List;
import java.util.function.Supplier;

/** The responses of a model that a task needs, kind by kind. */
public final class TaskResponses {
    private final AnsweringModel answering;
    private final EvaluationTask task;
    private final Supplier<BenchmarkTask> benchmark;

    /** @param benchmark called only for a task that is one */
    public TaskResponses(AnsweringModel answering, EvaluationTask task, Supplier<BenchmarkTask> benchmark) {
        this.answering = answering;
        this.task = task;
        this.benchmark = benchmark;
    }

    /**
     * One response a selected item, in their order.
     *
     * @throws IllegalArgumentException if the model cannot be evaluated so: no repetition would mend it
     * @throws Abandoned if the runner's watcher says to stop
     */
    public List<ModelResponse> of(ResponseKind kind, SuiteSelection items, PromptRunner runner) {
        return switch (kind) {
            case ANSWERS -> new AnswerGeneration(answering, task.template(), arm()).generate(items.selected(), runner);
            case LIKELIHOODS ->
                new LikelihoodScoring(answering, task.template()).bothAnswers(arm(), items.selected(), runner);
            case CANDIDATES ->
                new KnowledgeProbe(answering, task.template(), ((ForKnowledge) task.method()).filter())
                        .responses(items, runner);
            case RESPONSES -> new BenchmarkResponses(answering, benchmark.get()).responses(items.selected(), runner);
        };
    }

    private Arm arm() {
        return task.arm().orElseThrow();
    }
}
