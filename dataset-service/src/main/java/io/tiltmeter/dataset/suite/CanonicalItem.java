package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/**
 * One item of an imported suite: a {@link SuiteItem} with its choices. An item without any answer is a question that its
 * context does not answer (SQuAD 2), and has the tag {@value #UNANSWERABLE}.
 *
 * @param id unique within the suite
 * @param clusterId items that share it are resampled together
 * @param context what the model is given to read; blank if nothing
 * @param question the question as the instruction; never blank
 * @param contextAnswer the answer the context states (counterfactual, in a conflict suite); blank if none
 * @param memoryAnswer the answer of memory, or the right answer of a question without context; blank if none
 * @param contextAliases other spellings of the context answer
 * @param memoryAliases other spellings of the memory answer
 * @param tags slices, such as {@code subject:astronomy}
 * @param choices of a multiple-choice question
 */
@JsonPropertyOrder({
    "id",
    "clusterId",
    "context",
    "question",
    "contextAnswer",
    "memoryAnswer",
    "contextAliases",
    "memoryAliases",
    "tags",
    "choices"
})
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CanonicalItem(
        String id,
        String clusterId,
        String context,
        String question,
        String contextAnswer,
        String memoryAnswer,
        List<String> contextAliases,
        List<String> memoryAliases,
        List<String> tags,
        Optional<Choices> choices) {
    public static final String UNANSWERABLE = "unanswerable";

    public CanonicalItem {
        contextAliases = List.copyOf(contextAliases);
        memoryAliases = List.copyOf(memoryAliases);
        tags = List.copyOf(tags);
        if (question.isBlank()) {
            throw new IllegalArgumentException("item " + id + " has no question");
        }
        if (contextAnswer.isBlank() && memoryAnswer.isBlank() && !tags.contains(UNANSWERABLE)) {
            throw new IllegalArgumentException("item " + id + " has no answer and no tag " + UNANSWERABLE);
        }
    }

    /** Whether both answers are there, so that context and memory can contradict each other. */
    @JsonIgnore
    public boolean isConflict() {
        return !contextAnswer.isBlank() && !memoryAnswer.isBlank();
    }

    /** The item as evaluators know it; empty for an unanswerable question, which they cannot score yet. */
    public Optional<SuiteItem> suiteItem() {
        return contextAnswer.isBlank() && memoryAnswer.isBlank()
                ? Optional.empty()
                : Optional.of(new SuiteItem(
                        id,
                        clusterId,
                        context,
                        question,
                        contextAnswer,
                        memoryAnswer,
                        contextAliases,
                        memoryAliases,
                        tags));
    }

    /** The same item with other texts. */
    public CanonicalItem withTexts(
            String newContext, String newQuestion, String newContextAnswer, String newMemoryAnswer) {
        return new CanonicalItem(
                id,
                clusterId,
                newContext,
                newQuestion,
                newContextAnswer,
                newMemoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices);
    }

    /** The same item with other spellings of its answers. */
    public CanonicalItem withAliases(List<String> newContextAliases, List<String> newMemoryAliases) {
        return new CanonicalItem(
                id,
                clusterId,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                newContextAliases,
                newMemoryAliases,
                tags,
                choices);
    }
}
