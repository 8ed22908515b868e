package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.scoring.ChoicePicks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accuracies of multiple-choice questions; all are 0 if the model gives no numbers. */
final class ChoiceMeasures {
    static final BenchmarkMetric ACC = BenchmarkMetric.of("acc");
    static final BenchmarkMetric ACC_NORM = BenchmarkMetric.of("acc_norm");
    static final BenchmarkMetric ACC_BYTES = BenchmarkMetric.of("acc_bytes");

    /** What stands for the choices in prompts that letter them. */
    static final List<String> LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().mapToObj(Character::toString).toList();

    private ChoiceMeasures() {}

    static Optional<String> misfit(SuiteItem item) {
        if (item.choices().isEmpty()) {
            return Optional.of("it has no choices");
        }
        int count = choices(item).texts().size();
        return count > LETTERS.size()
                ? Optional.of("it has " + count + " choices, more than " + LETTERS.size())
                : Optional.empty();
    }

    static Choices choices(SuiteItem item) {
        return item.choices()
                .orElseThrow(() -> new IllegalArgumentException("item " + item.id() + " has no choices to pick from"));
    }

    /** @param texts that the likelihoods are of, without the space in front */
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
