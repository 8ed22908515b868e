package io.tiltmeter.languagemodel.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How prompts are continued.
 *
 * @param maxNewTokens of each answer, at least 1
 * @param choice of every next token
 * @param stopTokenIds each ends an answer and is no part of it; all ids of {@code generation_config.json} can stand here
 * @param stopStrings each ends an answer where the answer's text holds it; none is empty
 */
public record GenerationSettings(
        int maxNewTokens, TokenChoice choice, SortedSet<Integer> stopTokenIds, List<String> stopStrings) {

    /** @throws IllegalArgumentException naming every value that is out of its range */
    public GenerationSettings {
        List<String> faults = new ArrayList<>();
        if (maxNewTokens < 1) {
            faults.add("maxNewTokens " + maxNewTokens + " is below 1");
        }
        if (stopTokenIds.stream().anyMatch(id -> id < 0)) {
            faults.add("stop token ids " + stopTokenIds + " hold a negative one");
        }
        if (stopStrings.stream().anyMatch(String::isEmpty)) {
            faults.add("a stop string is empty");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        stopTokenIds = Collections.unmodifiableSortedSet(new TreeSet<>(stopTokenIds));
        stopStrings = List.copyOf(stopStrings);
    }

    /** The likeliest tokens until one of these or the limit. */
    public static GenerationSettings greedy(int maxNewTokens, Collection<Integer> stopTokenIds) {
        return new GenerationSettings(maxNewTokens, new TokenChoice.Greedy(), new TreeSet<>(stopTokenIds), List.of());
    }

    /** The same with another choice. */
    public GenerationSettings choosing(TokenChoice other) {
        return new GenerationSettings(maxNewTokens, other, stopTokenIds, stopStrings);
    }

    /** The same with these stop strings. */
    public GenerationSettings stoppingAt(List<String> strings) {
        return new GenerationSettings(maxNewTokens, choice, stopTokenIds, strings);
    }
}
