package io.tiltmeter.contracts.suite;

import java.util.List;

/**
 * One question of a suite.
 *
 * @param id unique within the suite
 * @param clusterId items that share it are resampled together (the contexts of one fact)
 * @param context what the model is given to read; blank for a closed-book question
 * @param question the question as the instruction
 * @param contextAnswer the answer the context states; blank if the context states none
 * @param memoryAnswer the answer the model learned in pretraining; blank if it learned none
 * @param contextAliases other spellings of the context answer
 * @param memoryAliases other spellings of the memory answer
 * @param tags slices this item belongs to, such as {@code relation:capital}
 */
public record SuiteItem(
        String id,
        String clusterId,
        String context,
        String question,
        String contextAnswer,
        String memoryAnswer,
        List<String> contextAliases,
        List<String> memoryAliases,
        List<String> tags) {
    public SuiteItem {
        if (contextAnswer.isBlank() && memoryAnswer.isBlank()) {
            throw new IllegalArgumentException("item " + id + " has neither a context answer nor a memory answer");
        }
        contextAliases = contextAliases == null ? List.of() : List.copyOf(contextAliases);
        memoryAliases = memoryAliases == null ? List.of() : List.copyOf(memoryAliases);
        tags = tags == null ? List.of() : List.copyOf(tags);
    }
}
