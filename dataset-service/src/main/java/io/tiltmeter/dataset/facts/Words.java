package io.tiltmeter.dataset.facts;

import io.tiltmeter.answertext.NormalisedText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The normalised words of the tables and sentences, each text normalised once. */
final class Words {
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private Words() {}

    /** Whether a text has one of these in it, as whole words. */
    static boolean hasAny(String text, List<String> parts) {
        String words = of(text);
        return parts.stream().anyMatch(part -> words.contains(of(part)));
    }

    /** Whether one of these is in one of those, even within a word, or the other way round. */
    static boolean overlap(List<String> these, List<String> those) {
        return these.stream()
                .map(text -> of(text).strip())
                .anyMatch(one -> those.stream()
                        .map(text -> of(text).strip())
                        .anyMatch(other -> one.contains(other) || other.contains(one)));
    }

    /** Between spaces. */
    private static String of(String text) {
        return KNOWN.computeIfAbsent(text, key -> " " + NormalisedText.of(key).wordsOnly() + " ");
    }
}
