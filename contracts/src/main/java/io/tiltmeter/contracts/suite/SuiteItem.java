package io.tiltmeter.contracts.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;

/**
 * One question of a suite. An item without any answer is a question that its context does not answer (SQuAD 2), and has
 * the tag {@value #UNANSWERABLE}.
 *
 * @param id unique within the suite
 * @param clusterId items that share it are resampled together (the contexts of one fact)
 * @param context what the model is given to read; blank for a closed-book question
 * @param question the question as the instruction; never blank
 * @param contextAnswer the answer the context states (counterfactual, in a conflict suite); blank if it states none
 * @param memoryAnswer the answer the model learned in pretraining, or the right one of a question without context; blank
 *     if none
 * @param contextAliases other spellings of the context answer
 * @param memoryAliases other spellings of the memory answer
 * @param tags slices this item belongs to, such as {@code relation:capital}
 * @param choices of a multiple-choice question; the text of the right one is an answer
 * @param solution how the answer is found, ending in it, as a solved example shows it (GSM8K); never part of a question
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
    "choices",
    "solution"
})
public record SuiteItem(
        String id,
        String clusterId,
        String context,
        String question,
        String contextAnswer,
        String memoryAnswer,
        List<String> contextAliases,
        List<String> memoryAliases,
        List<String> tags,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Choices> choices,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> solution) {
    /** The tag of a question that has no answer. */
    public static final String UNANSWERABLE = "unanswerable";

    public SuiteItem {
        contextAliases = contextAliases == null ? List.of() : List.copyOf(contextAliases);
        memoryAliases = memoryAliases == null ? List.of() : List.copyOf(memoryAliases);
        tags = tags == null ? List.of() : List.copyOf(tags);
        choices = choices == null ? Optional.empty() : choices;
        solution = solution == null ? Optional.empty() : solution;
        if (question.isBlank()) {
            throw new IllegalArgumentException("item " + id + " has no question");
        }
        if (contextAnswer.isBlank() && memoryAnswer.isBlank() && !tags.contains(UNANSWERABLE)) {
            throw new IllegalArgumentException(
                    "item " + id + " has neither a context answer nor a memory answer, and no tag " + UNANSWERABLE);
        }
    }

    /** An item without a solution. */
    public SuiteItem(
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
        this(
                id,
                clusterId,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices,
                Optional.empty());
    }

    /** An item without choices and solution. */
    public SuiteItem(
            String id,
            String clusterId,
            String context,
            String question,
            String contextAnswer,
            String memoryAnswer,
            List<String> contextAliases,
            List<String> memoryAliases,
            List<String> tags) {
        this(
                id,
                clusterId,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                Optional.empty());
    }

    /** Whether both answers are there, so that context and memory can contradict each other. */
    @JsonIgnore
    public boolean isConflict() {
        return !contextAnswer.isBlank() && !memoryAnswer.isBlank();
    }

    /** The same item with other texts. */
    public SuiteItem withTexts(String newContext, String newQuestion, String newContextAnswer, String newMemoryAnswer) {
        return new SuiteItem(
                id,
                clusterId,
                newContext,
                newQuestion,
                newContextAnswer,
                newMemoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices,
                solution);
    }

    /** The same item with other spellings of its answers. */
    public SuiteItem withAliases(List<String> newContextAliases, List<String> newMemoryAliases) {
        return new SuiteItem(
                id,
                clusterId,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                newContextAliases,
                newMemoryAliases,
                tags,
                choices,
                solution);
    }
}
