package io.tiltmeter.results.slice;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Locale;
import java.util.Optional;

/** Properties of an item that its texts show. */
enum TextDimension {
    /**
     * Whether the memory answer, or another spelling of it, occurs in the context: {@code yes} or {@code no}. Copying from
     * the context can then give either answer.
     */
    MEMORY_IN_CONTEXT {
        @Override
        Optional<String> of(SuiteItem item) {
            if (item.context().isBlank() || item.memoryAnswer().isBlank()) {
                return Optional.empty();
            }
            Answer memory = Answer.of(item.memoryAnswer(), item.memoryAliases());
            return Optional.of(memory.isIn(NormalisedText.of(item.context())) ? "yes" : "no");
        }
    },
    /** {@code future}, {@code past} or {@code none}: {@link TemporalFraming}. */
    TEMPORAL_FRAMING {
        @Override
        Optional<String> of(SuiteItem item) {
            return item.context().isBlank()
                    ? Optional.empty()
                    : Optional.of(TemporalFraming.of(item.context()).id());
        }
    },
    /** Words of the context answer: {@code 1}, {@code 2-3} or {@code 4+}. */
    ANSWER_LENGTH {
        @Override
        Optional<String> of(SuiteItem item) {
            int words = NormalisedText.of(item.contextAnswer()).words().size();
            if (words == 0) {
                return Optional.empty();
            }
            return Optional.of(words == 1 ? "1" : words <= 3 ? "2-3" : "4+");
        }
    };

    /** The value of an item; empty if the item lacks the text in question. */
    abstract Optional<String> of(SuiteItem item);

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
