package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a suite is put to a model: exactly one of three ways.
 *
 * @param arm a conflict suite or another one of ours, by an arm of the plan
 * @param knowledge a conflict suite without its contexts: what does the model remember?
 * @param benchmark a standard benchmark, as lm-evaluation-harness asks it
 */
public record Asking(Optional<Arm> arm, Optional<KnowledgeFilter> knowledge, Optional<FewShot> benchmark) {
    /** Goes up whenever the same request would put other tokens to a model: earlier readings are not taken for later ones. */
    static final int READING_VERSION = 1;

    /** The series of a knowledge filter. */
    public static final String KNOWLEDGE = "knowledge";

    public Asking {
        arm = arm == null ? Optional.empty() : arm;
        knowledge = knowledge == null ? Optional.empty() : knowledge;
        benchmark = benchmark == null ? Optional.empty() : benchmark;
        if (Stream.of(arm, knowledge, benchmark).filter(Optional::isPresent).count() != 1) {
            throw new IllegalArgumentException("a suite is asked by an arm, for knowledge, or as a benchmark");
        }
    }

    static Asking by(Arm arm) {
        return new Asking(Optional.of(arm), Optional.empty(), Optional.empty());
    }

    static Asking forKnowledge(KnowledgeFilter filter) {
        return new Asking(Optional.empty(), Optional.of(filter), Optional.empty());
    }

    /** @param fewShot with the number of examples said */
    static Asking asBenchmark(FewShot fewShot) {
        return new Asking(Optional.empty(), Optional.empty(), Optional.of(fewShot));
    }

    /** Of the series. */
    public String name() {
        return arm.map(Arm::name)
                .or(() -> benchmark.map(shots -> shots.count() + "-shot"))
                .orElse(KNOWLEDGE);
    }

    /** Everything that can move an answer, the name left out: two names of one way to ask are one. */
    List<String> identity() {
        if (arm.isPresent()) {
            Arm way = arm.get();
            return List.of(
                    "arm-v" + READING_VERSION,
                    way.questionFormat(),
                    way.contextFormat(),
                    way.answerPrefix(),
                    "" + way.contextAwareWeight(),
                    way.sampling()
                            .map(drawn -> drawn.samples() + " " + drawn.temperature() + " " + drawn.topP() + " "
                                    + drawn.seed())
                            .orElse("greedy"),
                    "" + way.maxNewTokens());
        }
        if (knowledge.isPresent()) {
            return List.of(
                    KNOWLEDGE + "-v" + READING_VERSION,
                    "" + knowledge.get().distractors(),
                    "" + knowledge.get().seed());
        }
        FewShot shots = benchmark.orElseThrow();
        return List.of(
                "benchmark-v" + BenchmarkTask.VERSION,
                shots.task(),
                "" + shots.count(),
                shots.suite().map(pool -> pool.items().sha256()).orElse("its own"));
    }
}
