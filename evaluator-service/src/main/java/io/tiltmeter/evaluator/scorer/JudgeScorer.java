package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets a language model elsewhere say which answer a text gives, for the items that rules cannot tell: those to which
 * {@code contains} and {@code first_mention} give different labels, or neither answer. Of all others the outcome is that of
 * {@code contains}, and its note says so. The judge reads the text alone, with both answers in a seeded order and without
 * knowing which of them the context states. A reply that cannot be read gives neither flag, and the note says so. The note
 * also names the judge's model; a study states how far it may be trusted ({@link JudgeCalibration}).
 */
public final class JudgeScorer implements Scorer {
    public static final String NAME = "judge";

    private static final int SHOWN_CHARACTERS = 80;
    private static final String NOT_SET_UP = "no judge is set up: give the evaluators tiltmeter.judge.url and"
            + " tiltmeter.judge.model, then retry the evaluation, or leave the judge out of its scorers";

    private final ContainsScorer contains = new ContainsScorer();
    private final FirstMentionScorer firstMention = new FirstMentionScorer();
    private final Optional<Judge> judge;
    private final long seed;

    /**
     * @param judge empty if none is set up
     * @param seed decides with each item's id which answer is put first
     */
    public JudgeScorer(Optional<? extends Judge> judge, long seed) {
        this.judge = judge.map(each -> each);
        this.seed = seed;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Goes up with the prompt and with how replies are read. */
    @Override
    public int version() {
        return JudgePrompt.VERSION;
    }

    @Override
    public ResponseKind input() {
        return ResponseKind.ANSWERS;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    /** Whether there is a judge. */
    public boolean isSetUp() {
        return judge.isPresent();
    }

    /** Outcomes of two judges, or of two orders of the answers, are never mixed. */
    public String settings() {
        String model = judge.map(each -> "model=" + each.model()).orElse("");
        return (model + (seed == 0 ? "" : " seed=" + seed)).strip();
    }

    @Override
    public String settings(RequestedEvaluation evaluation) {
        return settings();
    }

    /**
     * @throws IllegalArgumentException if there is no judge
     * @throws RuntimeException the judge's own, if it cannot be reached; what it has replied is kept
     */
    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        judge();
        return input.each((item, response) -> {
            ItemOutcome byContains = contains.score(item, response.texts());
            return isAmbiguous(List.of(byContains, firstMention.score(item, response.texts())))
                    ? ask(item, response.texts())
                    : byContains.withNote("not asked: contains and first_mention agree");
        });
    }

    /**
     * Whether a judge is needed: some other scorer gives the item neither label, or two give it different ones.
     *
     * @param outcomes of this item, by rules
     */
    static boolean isAmbiguous(Collection<ItemOutcome> outcomes) {
        Set<AnswerLabel> labels = outcomes.stream().map(AnswerLabel::of).collect(Collectors.toSet());
        return labels.size() != 1 || labels.contains(AnswerLabel.OTHER);
    }

    /**
     * The judge's outcome of an item.
     *
     * @param generated its texts in the order they were drawn, at least one
     */
    public ItemOutcome ask(SuiteItem item, List<String> generated) {
        if (!item.isConflict()) {
            List<JudgedAnswer> unjudged = generated.stream()
                    .map(text -> new JudgedAnswer(text, false, false, Optional.empty(), Optional.empty()))
                    .toList();
            return ItemOutcome.of(item, unjudged).withNote("not applicable: the item has not both answers");
        }
        List<JudgedAnswer> answers = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String text : generated) {
            JudgePrompt prompt = JudgePrompt.of(item, text, seed);
            String reply = judge().reply(prompt);
            Optional<JudgeChoice> choice = JudgeChoice.read(reply);
            if (choice.isEmpty()) {
                unread.add(reply.substring(0, Math.min(reply.length(), SHOWN_CHARACTERS)));
            }
            answers.add(choice.map(prompt::judged).orElseGet(prompt::unread));
        }
        String failed = unread.isEmpty()
                ? ""
                : "; " + unread.size() + " of " + generated.size() + " replies cannot be read, such as: "
                        + unread.get(0);
        return ItemOutcome.of(item, answers).withNote("judged by " + judge().model() + failed);
    }

    private Judge judge() {
        return judge.orElseThrow(() -> new IllegalArgumentException(NOT_SET_UP));
    }
}
