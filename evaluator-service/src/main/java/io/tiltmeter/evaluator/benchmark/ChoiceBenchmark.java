package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.scoring.ChoicePicks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Multiple-choice questions, of which the likelihoods of texts decide. */
sealed interface ChoiceBenchmark extends Benchmark permits Arc, Mmlu {
    BenchmarkMetric ACC = BenchmarkMetric.of("acc");
    BenchmarkMetric ACC_NORM = BenchmarkMetric.of("acc_norm");
    BenchmarkMetric ACC_BYTES = BenchmarkMetric.of("acc_bytes");

    /** The letters of the choices in prompts. */
    List<String> LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().mapToObj(Character::toString).toList();

    @Override
    default Number version() {
        return 1.0;
    }

    @Override
    default Optional<String> misfit(SuiteItem item) {
        if (item.choices().isEmpty()) {
            return Optional.of("it has no choices");
        }
        int count = choices(item).texts().size();
        return count > LETTERS.size()
                ? Optional.of("it has " + count + " choices, more than " + LETTERS.size())
                : Optional.empty();
    }

    @Override
    default Optional<GenerationRule> generation() {
        return Optional.empty();
    }

    /** The position of the right choice. */
    @Override
    default Object target(SuiteItem item) {
        return choices(item).correct();
    }

    static Choices choices(SuiteItem item) {
        return item.choices()
                .orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " has no choices to pick from"));
    }

    /** Accuracies; all are 0 if the model gives no numbers. @param texts that the likelihoods are of, without the space in front */
    static Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer, List<String> texts) {
        if (!answer.isNumber()) {
            return Map.of(ACC.name(), 0.0, ACC_NORM.name(), 0.0, ACC_BYTES.name(), 0.0);
        }
        ChoicePicks picks = ChoicePicks.of(answer.logLikelihoodsNats(), texts);
        int right = choices(item).correct();
        return Map.of(
                ACC.name(), one(picks.byLikelihood() == right),
                ACC_NORM.name(), one(picks.perCharacter() == right),
                ACC_BYTES.name(), one(picks.perByte() == right));
    }

    private static double one(boolean holds) {
        return holds ? 1 : 0;
    }
}
