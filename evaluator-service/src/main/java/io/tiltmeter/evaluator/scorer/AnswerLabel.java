package io.tiltmeter.evaluator.scorer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which answer a text or an item follows, by one scorer. */
public enum AnswerLabel {
    @JsonProperty("context")
    CONTEXT,
    @JsonProperty("memory")
    MEMORY,
    /** Both answers or neither, or too close to call. */
    @JsonProperty("other")
    OTHER;

    /** The label of one text: one flag alone, or other. */
    public static AnswerLabel of(JudgedAnswer answer) {
        return answer.contextAnswerFound() == answer.memoryAnswerFound()
                ? OTHER
                : answer.contextAnswerFound() ? CONTEXT : MEMORY;
    }

    /** The label that most answers to the item have; other, if two labels are equally frequent. */
    public static AnswerLabel of(ItemOutcome outcome) {
        Map<AnswerLabel, Integer> counts = new EnumMap<>(AnswerLabel.class);
        outcome.answers().forEach(answer -> counts.merge(of(answer), 1, Integer::sum));
        int most = counts.values().stream().max(Integer::compare).orElse(0);
        List<AnswerLabel> frequent = counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return frequent.size() == 1 ? frequent.get(0) : OTHER;
    }
}
