package io.tiltmeter.dataset.context;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.NoContext;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is a row's context. Alpaca's input and SQuAD's passage are, unless {@link NoContext} is said there, and nothing else is (PAPER.md
 * section 5). A conversation has no such field; its context is what a user's turn sets apart from the question, in the first turn that does so:
 *
 * <ol>
 *   <li>what follows a label ({@code Context:}, {@code Background:}, {@code Passage:}, {@code Article:},
 *       {@code Paragraph:}, {@code Document:}, {@code Text:}, {@code Excerpt:}, {@code Input:}) at the beginning of a
 *       line, up to a label of the question ({@code Question:}, {@code Query:}, {@code Instruction:}, {@code Task:}) or
 *       the end;
 *   <li>else what is between two lines of three backticks or three double quotes;
 *   <li>else its paragraphs of {@value #PASSAGE_WORDS} words or more, if there are shorter ones too.
 * </ol>
 *
 * System texts and the assistant's turns are never the context, and a turn that is all passage has no question to go
 * with it. The paper states no rule for conversations: this one is ours.
 */
public final class ContextRule {
    static final int PASSAGE_WORDS = 40;

    private static final Pattern LABEL = Pattern.compile(
            "^[ \"']*(?:context|background|passage|article|paragraph|document|text|excerpt|input)[\"']?[ ]?:",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern QUESTION_LABEL =
            Pattern.compile("(?:^|\\s)[\"']?(?:question|query|instruction|task)[\"']?[ ]?:", Pattern.CASE_INSENSITIVE);
    private static final Pattern FENCE = Pattern.compile("^(?:```|\"\"\")[^\\n]*$", Pattern.MULTILINE);
    private static final Pattern BLANK_LINES = Pattern.compile("\\n[ \\t\\r]*\\n\\s*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ContextRule() {}

    /** The context and the question, if the row has a context. */
    public static Optional<ContextSplit> split(SourceRow row) {
        if (row.contextLocation() == ContextLocation.FIELD) {
            return NoContext.isSaidBy(row.context())
                    ? Optional.empty()
                    : Optional.of(new ContextSplit(row.context(), row.question()));
        }
        for (Turn turn : row.turns()) {
            if (turn.role() == Role.USER) {
                Optional<ContextSplit> split = split(turn.text());
                if (split.isPresent()) {
                    return split;
                }
            }
        }
        return Optional.empty();
    }

    /** As {@link #split(SourceRow)}, of one turn of the user. */
    public static Optional<ContextSplit> split(String turn) {
        return labelled(turn).or(() -> fenced(turn)).or(() -> paragraphs(turn));
    }

    private static Optional<ContextSplit> labelled(String turn) {
        Matcher label = LABEL.matcher(turn);
        if (!label.find()) {
            return Optional.empty();
        }
        Matcher question = QUESTION_LABEL.matcher(turn);
        boolean asksBehind = question.find(label.end());
        String context = turn.substring(label.end(), asksBehind ? question.start() : turn.length());
        return split(
                context, joined(turn.substring(0, label.start()), asksBehind ? turn.substring(question.end()) : ""));
    }

    private static Optional<ContextSplit> fenced(String turn) {
        Matcher fence = FENCE.matcher(turn);
        if (!fence.find()) {
            return Optional.empty();
        }
        int from = fence.start();
        int inside = fence.end();
        if (!fence.find()) {
            return Optional.empty();
        }
        return split(
                turn.substring(inside, fence.start()), joined(turn.substring(0, from), turn.substring(fence.end())));
    }

    private static Optional<ContextSplit> paragraphs(String turn) {
        List<String> passages = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String paragraph : BLANK_LINES.split(turn)) {
            boolean isPassage = SPACE.split(paragraph.strip()).length >= PASSAGE_WORDS;
            (isPassage ? passages : others).add(paragraph);
        }
        return split(String.join("\n\n", passages), String.join("\n\n", others));
    }

    private static String joined(String before, String behind) {
        return before.strip() + "\n" + behind.strip();
    }

    private static Optional<ContextSplit> split(String context, String question) {
        return NoContext.isSaidBy(context) || question.isBlank()
                ? Optional.empty()
                : Optional.of(new ContextSplit(context.strip(), question.strip()));
    }
}
