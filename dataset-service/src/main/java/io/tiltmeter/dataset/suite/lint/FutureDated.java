package io.tiltmeter.dataset.suite.lint;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Contexts that mention years after the models' knowledge: a model may follow them without any conflict. */
final class FutureDated implements LintCheck {
    private static final Pattern YEAR = Pattern.compile("(?<![\\p{L}\\d.,])(20\\d\\d)(?!\\d|[.,]\\d)\\b");
    private static final Pattern DECADE = Pattern.compile("\\b(early |mid-?|late )?(20\\d0)s\\b");

    private final int lastKnownYear;

    FutureDated(int lastKnownYear) {
        this.lastKnownYear = lastKnownYear;
    }

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        String context = item.item().context();
        Optional<String> year = later(YEAR, context, match -> Integer.parseInt(match.group(1)));
        if (year.isPresent()) {
            found.accept(finding("future_year", item, year.get()));
            return;
        }
        later(DECADE, context, FutureDated::firstYear)
                .ifPresent(decade -> found.accept(finding("future_decade", item, decade)));
    }

    private Optional<String> later(Pattern pattern, String context, ToIntFunction<MatchResult> year) {
        return pattern.matcher(context)
                .results()
                .filter(match -> year.applyAsInt(match) > lastKnownYear)
                .map(MatchResult::group)
                .findFirst();
    }

    /** The first year that "the late 2020s" can mean. */
    private static int firstYear(MatchResult decade) {
        int start = Integer.parseInt(decade.group(2));
        String part = decade.group(1) == null ? "" : decade.group(1);
        return start + (part.startsWith("late") ? 6 : part.startsWith("mid") ? 4 : 0);
    }

    private Finding finding(String check, ReadItem item, String when) {
        return Finding.warning(
                check,
                item,
                "the context mentions " + when + ", after " + lastKnownYear,
                "compare only with suites that are dated alike, or name a past year");
    }
}
