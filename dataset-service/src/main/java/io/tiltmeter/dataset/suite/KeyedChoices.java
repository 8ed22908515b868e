package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Choices and the key of the right one, as benchmarks give them: a label, or a position. */
final class KeyedChoices {
    private KeyedChoices() {}

    /** The choices; empty after a fault. */
    static Optional<Choices> read(
            RowFields fields, List<String> texts, List<String> labels, String key, String column) {
        if (texts.size() < 2 || texts.stream().anyMatch(String::isBlank)) {
            fields.fault("choices has " + texts.size() + " texts, or a blank one: at least 2 are needed");
            return Optional.empty();
        }
        int correct = labels.indexOf(key.strip().toUpperCase(Locale.ROOT));
        if (correct < 0 || correct >= texts.size()) {
            fields.fault(column + " \"" + key.strip() + "\" is none of "
                    + labels.subList(0, Math.min(labels.size(), texts.size())));
            return Optional.empty();
        }
        return Optional.of(new Choices(texts, correct));
    }
}
