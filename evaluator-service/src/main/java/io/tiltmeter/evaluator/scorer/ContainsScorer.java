package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.Mention;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/**
 * Whether a generated text contains an answer or one of its aliases, as whole words (PAPER.md, section 1); {@link Answer}
 * has the rule. Context and memory answer are looked for independently: "New Cairo" contains "Cairo", and so can have both
 * flags.
 *
 * <p>Version 1 knew of letter case, accents, dashes, apostrophes and spaces alone; version 2 took the article "a" for the answer
 * "A". Outcomes of two versions are never
 * mixed.
 */
public final class ContainsScorer implements TextScorer {
    public static final String NAME = "contains";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public JudgedAnswer judge(SuiteItem item, String generated) {
        NormalisedText text = NormalisedText.of(generated);
        Optional<AnswerSpan> context = first(text, item.contextAnswer(), item.contextAliases());
        Optional<AnswerSpan> memory = first(text, item.memoryAnswer(), item.memoryAliases());
        return new JudgedAnswer(generated, context.isPresent(), memory.isPresent(), context, memory);
    }

    /** The first mention of the answer or an alias; of two that begin at one position, the longer one. */
    public Optional<AnswerSpan> find(String generated, String answer, List<String> aliases) {
        return first(NormalisedText.of(generated), answer, aliases);
    }

    private static Optional<AnswerSpan> first(NormalisedText text, String answer, List<String> aliases) {
        return Answer.of(answer, aliases).firstIn(text).map(ContainsScorer::span);
    }

    static AnswerSpan span(Mention mention) {
        return new AnswerSpan(mention.spelling(), mention.start(), mention.end());
    }
}
