package io.tiltmeter.dataset.lab;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds sentences made from a template. */
final class Sentences {
    private Sentences() {}

    /** Whether one of the text's sentences, taken whole, was made from the template. */
    static boolean occurs(String template, String text) {
        return Stream.of(text.split("(?<=[.?]) ")).anyMatch(sentence -> sentence.matches(pattern(template)));
    }

    /** A regular expression of all sentences that the template can become. */
    static String pattern(String template) {
        return Stream.of(template.split(" "))
                .map(word -> word.equals("S") || word.equals("A") ? "[A-Z][a-z]+" : Pattern.quote(word))
                .collect(Collectors.joining(" "));
    }
}
