package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/**
 * Whether a generated text contains an answer or one of its aliases, as whole words (PAPER.md, section 1). Context and
 * memory answer are looked for independently: "New Cairo" contains "Cairo", and so can have both flags.
 *
 * <p>These make no difference (texts are decomposed by NFKD and case-folded first):
 *
 * <ul>
 *   <li>letter case; accents of Latin, Greek and Cyrillic letters, their strokes and ligatures; Arabic and Hebrew points
 *   <li>kinds of dashes, apostrophes, quotation marks, spaces and digits; characters that are not seen
 *   <li>a hyphen or a space between words ("Timor-Leste"); full stops behind up to three letters, and spaces behind those
 *       ("J.K. Rowling", "St Petersburg"); what groups a number's digits ("21,000"); a full stop, comma, colon, question
 *       or exclamation mark at an answer's end, and quotation marks around it
 * </ul>
 *
 * <p>A word is a run of letters, digits and marks; a number with its decimals is one. Chinese, Japanese, Thai, Lao, Khmer
 * and Burmese part no words by spaces: there an answer counts anywhere (in Katakana only as a whole run, and Korean words
 * may go on behind it).
 *
 * <p>Everything else is left to the suite's aliases, which come from its file and are never made up: last names alone,
 * articles ("The Louvre"), "and" for "&amp;", inflections, "ue" for u umlaut, initials without spaces or stops ("JK"),
 * "5km" for "5 km", numbers in words. Negation is not seen: "not Cairo" contains "Cairo".
 *
 * <p>Version 2 came with all of the list above but case, accents, dashes, apostrophes and spaces. Outcomes of two
 * versions are never mixed.
 */
public final class ContainsScorer implements TextScorer {
    public static final String NAME = "contains";

    /** Goes up whenever an outcome could change. */
    public static final int VERSION = 2;

    /** Name and version, as in identities and file names. */
    public static final String ID = NAME + "-v" + VERSION;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public JudgedAnswer judge(SuiteItem item, String generated) {
        FoldedText text = FoldedText.of(generated);
        Optional<AnswerSpan> context = firstSpan(text, item.contextAnswer(), item.contextAliases());
        Optional<AnswerSpan> memory = firstSpan(text, item.memoryAnswer(), item.memoryAliases());
        return new JudgedAnswer(generated, context.isPresent(), memory.isPresent(), context, memory);
    }

    /** The first place where the answer or an alias stands; of two that begin there, the longer one. */
    public Optional<AnswerSpan> find(String generated, String answer, List<String> aliases) {
        return firstSpan(FoldedText.of(generated), answer, aliases);
    }

    private static Optional<AnswerSpan> firstSpan(FoldedText text, String answer, List<String> aliases) {
        return Spelling.of(answer, aliases).stream()
                .flatMap(spelling ->
                        text
                                .places(spelling.answer())
                                .findFirst()
                                .map(place -> text.span(place, spelling.text()))
                                .stream())
                .reduce((a, b) -> isBefore(b, a) ? b : a);
    }

    private static boolean isBefore(AnswerSpan a, AnswerSpan b) {
        return a.start() < b.start() || (a.start() == b.start() && a.end() > b.end());
    }
}
