package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a suite is about: both answers of every item with their aliases, and the entities of its question.
 * Answers that are lists are taken apart at semicolons, and notes in brackets left out ("La Paz (administrative); Sucre
 * (judicial)" of PAPER.md section 2 is La Paz and Sucre). A question's entities are its runs of capitalised words, small
 * words such as "of" and "de" within them, without the word that the question begins with, an article before them, or a lone
 * pronoun.
 */
public final class SuiteNames {
    private static final Pattern NOTE = Pattern.compile("\\([^)]*\\)");
    private static final Pattern FIRST_WORD = Pattern.compile("^\\W*\\w+(?:['\u2019]\\w+)?");

    /** Possessive throughout: other repeats of groups take a part of the stack for each word. */
    private static final Pattern ENTITY = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}\\p{N}.-]*+"
            + "(?:(?: (?:of|the|and|de|da|di|du|del|la|van|von|al)(?= ))*+ \\p{Lu}[\\p{L}\\p{M}\\p{N}.-]*+)*+");

    private static final Pattern ARTICLE = Pattern.compile("^(?:The|A|An)(?: |$)");
    private static final Pattern PRONOUN =
            Pattern.compile("I|He|She|It|They|His|Her|Their|This|That|In|On|At|Of|And|What|Who");

    /** From a run's start alone, since a look from each of its places takes the square of its length. */
    private static final Pattern END = Pattern.compile("(?<![.-])[.-]++$");

    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private SuiteNames() {}

    /** All names, in their natural order. */
    public static Set<String> of(Collection<SuiteItem> items) {
        Set<String> names = new TreeSet<>();
        for (SuiteItem item : items) {
            Stream.of(List.of(item.contextAnswer(), item.memoryAnswer()), item.contextAliases(), item.memoryAliases())
                    .flatMap(List::stream)
                    .flatMap(answer ->
                            Stream.of(NOTE.matcher(answer).replaceAll("").split(";")))
                    .map(String::strip)
                    .filter(answer -> LETTER.matcher(answer).find())
                    .forEach(names::add);
            names.addAll(entities(item.question()));
        }
        return names;
    }

    static List<String> entities(String question) {
        String rest = FIRST_WORD.matcher(question).replaceFirst("");
        return ENTITY.matcher(rest)
                .results()
                .map(MatchResult::group)
                .map(entity ->
                        END.matcher(ARTICLE.matcher(entity).replaceFirst("")).replaceAll(""))
                .filter(entity -> !entity.isEmpty() && !PRONOUN.matcher(entity).matches())
                .toList();
    }
}
