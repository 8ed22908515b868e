package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
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
public final class ContainsScorer implements TextScorer {
    public static final String NAME = "contains";

    /** Goes up whenever an outcome could change: outcomes of two versions are never mixed. */
    public static final int VERSION = 1;

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
        return Stream.concat(Stream.of(answer), aliases.stream())
                .flatMap(spelling -> span(text, spelling).stream())
                .reduce((a, b) -> isBefore(b, a) ? b : a);
    }

    private static boolean isBefore(AnswerSpan a, AnswerSpan b) {
        return a.start() < b.start() || (a.start() == b.start() && a.end() > b.end());
    }

    private static Optional<AnswerSpan> span(FoldedText text, String spelling) {
        String wanted = FoldedText.of(spelling).text();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (int at = text.text().indexOf(wanted); at >= 0; at = text.text().indexOf(wanted, at + 1)) {
            int after = at + wanted.length();
            if (text.isWordBoundary(at) && text.isWordBoundary(after)) {
                return Optional.of(new AnswerSpan(spelling, text.originalStart(at), text.originalEnd(after - 1)));
            }
        }
        return Optional.empty();
    }
}
