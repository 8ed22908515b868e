package io.tiltmeter.evaluator.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import java.util.ArrayList;
import java.util.List;

/** How a model is evaluated on a suite. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EvaluationMethod.ByArm.class, name = "arm"),
    @JsonSubTypes.Type(value = EvaluationMethod.ForKnowledge.class, name = "knowledge"),
    @JsonSubTypes.Type(value = EvaluationMethod.AsBenchmark.class, name = "benchmark"),
    @JsonSubTypes.Type(value = EvaluationMethod.ForGradients.class, name = "gradients")
})
public sealed interface EvaluationMethod {
    /** Goes up whenever the same request would give a model other tokens: earlier responses are not used for later ones. */
    int VERSION = 2;

    /** The series of a knowledge filter. */
    String KNOWLEDGE = "knowledge";

    /** The series of gradients. */
    String GRADIENTS = "gradients";

    /** The series that the results belong to. */
    String name();

    /** Everything that can change a response, the name left out: two names of one method are one. */
    List<String> identity();

    /** A conflict suite, or another one of ours, by an arm of the plan. */
    record ByArm(@JsonValue Arm arm) implements EvaluationMethod {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public ByArm {}

        @Override
        public String name() {
            return arm.name();
        }

        @Override
        public List<String> identity() {
            return List.of(
                    "arm-v" + VERSION,
                    arm.questionFormat(),
                    arm.contextFormat(),
                    arm.answerPrefix(),
                    "" + arm.contextAwareWeight(),
                    arm.sampling()
                            .map(drawn -> drawn.samples() + " " + drawn.temperature() + " " + drawn.topP() + " "
                                    + drawn.seed())
                            .orElse("greedy"),
                    "" + arm.maxNewTokens());
        }
    }

    /** A conflict suite without its contexts: what does the model remember? */
    record ForKnowledge(@JsonValue KnowledgeFilter filter) implements EvaluationMethod {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public ForKnowledge {}

        @Override
        public String name() {
            return KNOWLEDGE;
        }

        @Override
        public List<String> identity() {
            return List.of(KNOWLEDGE + "-v" + VERSION, "" + filter.distractors(), "" + filter.seed());
        }
    }

    /**
     * The gradients of a conflict suite's margin and of the classes of examples in standard suites.
     *
     * @param arm whose prompts they have
     * @param classSuites at least one, whose items are of these classes
     */
    record ForGradients(Arm arm, List<SuiteRef> classSuites) implements EvaluationMethod {
        public ForGradients {
            classSuites = List.copyOf(classSuites);
        }

        @Override
        public String name() {
            return GRADIENTS;
        }

        @Override
        public List<String> identity() {
            List<String> parts = new ArrayList<>(List.of(GRADIENTS + "-v" + GradientProbe.VERSION));
            parts.addAll(new ByArm(arm).identity());
            classSuites.forEach(suite -> parts.add(suite.items().sha256()));
            return parts;
        }
    }

    /**
     * A standard benchmark, as lm-evaluation-harness evaluates it.
     *
     * @param shots with the number of examples, never {@link FewShot#BENCHMARKS_OWN}
     */
    record AsBenchmark(@JsonValue FewShot shots) implements EvaluationMethod {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public AsBenchmark {}

        @Override
        public String name() {
            return shots.count() + "-shot";
        }

        @Override
        public List<String> identity() {
            return List.of(
                    "benchmark-v" + BenchmarkTask.VERSION,
                    shots.task(),
                    "" + shots.count(),
                    shots.suite().map(pool -> pool.items().sha256()).orElse("its own"));
        }
    }
}
