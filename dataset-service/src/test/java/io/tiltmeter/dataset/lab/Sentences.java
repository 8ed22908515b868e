package io.tiltmeter.dataset.lab;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds sentences made from a template. */
final class Sentences {
    private static final Pattern END = Pattern.compile("(?<=[.?]) ");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Sentences() {}

    /** Whether one of the text's sentences, taken whole, was made from the template. */
    static boolean occurs(String template, String text) {
        return of(text).anyMatch(sentence -> isMadeFrom(template, sentence));
    }

    static Stream<String> of(String text) {
        return END.splitAsStream(text);
    }

    static boolean isMadeFrom(String template, String sentence) {
        return PATTERNS.computeIfAbsent(template, Sentences::pattern)
                .matcher(sentence)
                .matches();
    }

    /** A regular expression of all sentences that the template can become. */
    private static Pattern pattern(String template) {
        return Pattern.compile(Stream.of(template.split(" "))
                .map(word -> word.equals("S") || word.equals("A") ? "[A-Z][a-z]+" : Pattern.quote(word))
                .collect(Collectors.joining(" ")));
    }
}
