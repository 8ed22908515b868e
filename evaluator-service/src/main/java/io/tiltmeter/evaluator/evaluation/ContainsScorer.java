package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a generated text contains an answer or one of its aliases, as whole words (PAPER.md, section 1). Letter case,
 * Latin, Greek and Cyrillic diacritics, and the kinds of dashes, apostrophes and spaces make no difference; everything
 * else does. Context and memory answer are looked for independently: "New Cairo" contains "Cairo", and so can have both
 * flags.
 *
 * <p>A word is a run of letters, digits and marks of any script. Languages that write without spaces are therefore
 * matched only between punctuation.
 */
public final class ContainsScorer {
    public static final String NAME = "contains";

    /** Goes up whenever an outcome could change: outcomes of two versions are never mixed. */
    public static final int VERSION = 1;

    /** Name and version, as in identities and file names. */
    public static final String ID = NAME + "-v" + VERSION;

    /** Both flags of one item. */
    public ItemOutcome score(SuiteItem item, String generated) {
        FoldedText text = FoldedText.of(generated);
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                generated,
                firstMatch(generated, text, item.contextAnswer(), item.contextAliases())
                        .isPresent(),
                firstMatch(generated, text, item.memoryAnswer(), item.memoryAliases())
                        .isPresent());
    }

    /** The first place where the answer or an alias stands; of two that begin there, the longer one. */
    public Optional<AnswerMatch> find(String generated, String answer, List<String> aliases) {
        return firstMatch(generated, FoldedText.of(generated), answer, aliases);
    }

    private static Optional<AnswerMatch> firstMatch(
            String generated, FoldedText text, String answer, List<String> aliases) {
        return Stream.concat(Stream.of(answer), aliases.stream())
                .flatMap(spelling -> match(generated, text, spelling).stream())
                .reduce((a, b) -> isBefore(b, a) ? b : a);
    }

    private static boolean isBefore(AnswerMatch a, AnswerMatch b) {
        return a.start() < b.start() || (a.start() == b.start() && a.end() > b.end());
    }

    private static Optional<AnswerMatch> match(String generated, FoldedText text, String spelling) {
        String wanted = FoldedText.of(spelling).text();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (int at = text.text().indexOf(wanted); at >= 0; at = text.text().indexOf(wanted, at + 1)) {
            int after = at + wanted.length();
            if (text.isWordBoundary(at) && text.isWordBoundary(after)) {
                int start = text.originalStart(at);
                int end = text.originalEnd(after - 1);
                return Optional.of(new AnswerMatch(spelling, start, end, generated.substring(start, end)));
            }
        }
        return Optional.empty();
    }
}
