package io.tiltmeter.languagemodel.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How answers are generated.
 *
 * @param maxNewTokens of each answer, at least 1
 * @param choice of every next token
 * @param stopTokenIds each ends an answer and is not part of it; more than one is allowed, as in {@code generation_config.json}
 * @param stopStrings each ends an answer whose text contains it; none is empty
 */
public record GenerationSettings(
        int maxNewTokens, TokenChoice choice, SortedSet<Integer> stopTokenIds, List<String> stopStrings) {

    /** @throws IllegalArgumentException naming all values that are out of range */
    public GenerationSettings {
        List<String> faults = new ArrayList<>();
        if (maxNewTokens < 1) {
            faults.add("maxNewTokens " + maxNewTokens + " is below 1");
        }
        if (stopTokenIds.stream().anyMatch(id -> id < 0)) {
            faults.add("stop token ids " + stopTokenIds + " include a negative one");
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

    /** The likeliest tokens up to one of these or the limit. */
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
