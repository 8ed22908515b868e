package io.tiltmeter.dataset.suite.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an answer that is a list or carries notes: "La Paz (administrative); Sucre (judicial)" names La Paz and
 * Sucre. A bracket holds another name if all its words are capitalised, and a note else; what begins in lower case is no
 * name.
 *
 * @param names in their order, without repetitions; none if the answer is nothing but a note
 * @param hasNotes whether there is more than one plain name
 */
record AnswerNames(List<String> names, boolean hasNotes) {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*;\\s*|\\s+/\\s+|\\s+or\\s+(?=\\p{Lu})");
    private static final Pattern BRACKET = Pattern.compile("\\s*\\(([^()]*)\\)");

    static AnswerNames of(String answer) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        List<String> parts = List.of(SEPARATOR.split(answer.strip()));
        for (String part : parts) {
            Matcher bracket = BRACKET.matcher(part);
            List<String> inside = new ArrayList<>();
            while (bracket.find()) {
                inside.add(bracket.group(1).strip());
            }
            addName(bracket.replaceAll("").strip(), names);
            inside.stream().filter(AnswerNames::isCapitalised).forEach(name -> addName(name, names));
        }
        boolean plain = parts.size() == 1 && !BRACKET.matcher(answer).find();
        return new AnswerNames(List.copyOf(names), !plain);
    }

    private static void addName(String text, LinkedHashSet<String> names) {
        if (!text.isEmpty() && !Character.isLowerCase(text.codePointAt(0))) {
            names.add(text);
        }
    }

    private static boolean isCapitalised(String text) {
        return !text.isEmpty()
                && List.of(text.split("\\s+")).stream().allMatch(word -> Character.isUpperCase(word.codePointAt(0)));
    }
}
