package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.Mention;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/**
 * Which answer a generated text mentions first (PAPER.md, section 1): the one of which a discriminative word comes
 * first, a word of its spellings and of none of the other answer's. At most one flag holds: the text is labelled context,
 * memory, or, with neither flag, other. Both answers' first places are kept as spans, so a span without its flag is a
 * mention that came too late. Words are compared as {@link ContainsScorer} compares answers; words of the
 * question, articles, prepositions, name particles and single letters decide nothing ({@link MentionWords}).
 *
 * <p>A spelling without a discriminative word is looked for whole, and not where it is part of the other answer: with the
 * answers "New Cairo" and "Cairo" the text "Cairo" is memory's and "New Cairo" the context's. So is a spelling that has
 * such a one of the other answer within it, lest "the new capital, Cairo" count as "New Cairo"; and so is an answer that
 * has no other answer beside it. Identical answers cannot be distinguished and are always other.
 *
 * <p>An answer that the question itself names ("What is the capital of Djibouti?") is likely to be repeated from there: where
 * the other one is mentioned too, wherever that is, the other one counts.
 *
 * <p>One word of a name is enough ("Cook" for "James Cook"), also where it means something else. Negation is not seen:
 * "not Giza but Cairo" mentions Giza first. Version 1 took the article "a" for the answer "A".
 */
public final class FirstMentionScorer implements TextScorer {
    public static final String NAME = "first_mention";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public JudgedAnswer judge(SuiteItem item, String generated) {
        Answer context = Answer.of(item.contextAnswer(), item.contextAliases());
        Answer memory = Answer.of(item.memoryAnswer(), item.memoryAliases());
        NormalisedText question = NormalisedText.of(item.question());
        NormalisedText text = NormalisedText.of(generated);
        Optional<Mention> first = first(text, MentionWords.of(question, context, memory));
        Optional<Mention> other = first(text, MentionWords.of(question, memory, context));
        boolean contextAsked = context.isIn(question);
        boolean memoryAsked = memory.isIn(question);
        boolean oneAsked = contextAsked != memoryAsked && first.isPresent() && other.isPresent();
        return new JudgedAnswer(
                generated,
                oneAsked ? memoryAsked : isAhead(first, other),
                oneAsked ? contextAsked : isAhead(other, first),
                first.map(ContainsScorer::span),
                other.map(ContainsScorer::span));
    }

    private static Optional<Mention> first(NormalisedText text, List<MentionWords> mentions) {
        return mentions.stream()
                .flatMap(mention -> mention.first(text).stream())
                .reduce((a, b) -> b.isBefore(a) ? b : a);
    }

    private static boolean isAhead(Optional<Mention> a, Optional<Mention> b) {
        return a.isPresent() && (b.isEmpty() || a.get().isBefore(b.get()));
    }
}
