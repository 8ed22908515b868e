package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets a language model elsewhere say which answer a text gives, for the items that rules cannot tell. The judge reads the
 * text alone, with both answers in a seeded order and without knowing which of them the context states. A reply that
 * cannot be read gives neither flag, and the note says so. The note also names the judge's model; a study states how far
 * it may be trusted ({@link JudgeCalibration}).
 */
public final class JudgeScorer {
    public static final String NAME = "judge";

    /** Goes up with the prompt and with how replies are read: outcomes of two versions are never mixed. */
    public static final int VERSION = JudgePrompt.VERSION;

    /** Name and version, as in identities and file names; outcomes of two judges' models are no more alike. */
    public static final String ID = NAME + "-v" + VERSION;

    private static final int SHOWN_CHARACTERS = 80;

    private final Judge judge;
    private final long seed;

    /** @param seed decides with each item's id which answer is put first */
    public JudgeScorer(Judge judge, long seed) {
        this.judge = judge;
        this.seed = seed;
    }

    /**
     * Whether a judge is needed: some other scorer gives the item neither label, or two give it different ones.
     *
     * @param outcomes of this item, by rules
     */
    public static boolean isAmbiguous(Collection<ItemOutcome> outcomes) {
        Set<AnswerLabel> labels = outcomes.stream().map(AnswerLabel::of).collect(Collectors.toSet());
        return labels.size() != 1 || labels.contains(AnswerLabel.OTHER);
    }

    /**
     * The outcome of an item.
     *
     * @param generated its texts in the order they were drawn, at least one
     * @throws RuntimeException the judge's own, if it cannot be reached
     */
    public ItemOutcome score(SuiteItem item, List<String> generated) {
        if (!item.isConflict()) {
            return noted(JudgedItem.of(item, unjudged(generated)), "not applicable: the item has not both answers");
        }
        List<JudgedAnswer> answers = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String text : generated) {
            JudgeQuestion question = JudgeQuestion.of(item, text, seed);
            String reply = judge.reply(question);
            Optional<JudgeChoice> choice = JudgeChoice.read(reply);
            if (choice.isEmpty()) {
                unread.add(reply.substring(0, Math.min(reply.length(), SHOWN_CHARACTERS)));
            }
            answers.add(choice.map(question::judged).orElseGet(question::unread));
        }
        return noted(
                JudgedItem.of(item, answers),
                "judged by " + judge.model()
                        + (unread.isEmpty()
                                ? ""
                                : "; " + unread.size() + " of " + generated.size()
                                        + " replies cannot be read, such as: " + unread.get(0)));
    }

    /** The outcome of an item that no judge was asked about, with the reason: it has neither flag. */
    public ItemOutcome unasked(SuiteItem item, List<String> generated, String reason) {
        return noted(JudgedItem.of(item, unjudged(generated)), reason);
    }

    private static List<JudgedAnswer> unjudged(List<String> generated) {
        return generated.stream()
                .map(text -> new JudgedAnswer(text, false, false, Optional.empty(), Optional.empty()))
                .toList();
    }

    private static ItemOutcome noted(ItemOutcome outcome, String note) {
        return new ItemOutcome(
                outcome.itemId(),
                outcome.clusterId(),
                outcome.generated(),
                outcome.contextAnswerFound(),
                outcome.memoryAnswerFound(),
                outcome.contextSpan(),
                outcome.memorySpan(),
                outcome.furtherAnswers(),
                outcome.likelihoods(),
                Map.of(),
                outcome.credit(),
                Optional.of(note));
    }
}
