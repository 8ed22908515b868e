package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.DistractorChoice.Distractors;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForKnowledge;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which items a base model knows (PAPER.md, section 1): without the context, it finds the memory answer likelier, by
 * the mean log-probability of its tokens, than the context answer and every distractor. The outcome's flag for memory says
 * so, the other flag is never set. Its metric {@value #RIVALS_BEATEN} is the share of the rivals that the memory answer
 * beats; the note names the best rival and its distance. Both answers' likelihoods are kept.
 *
 * <p>Aliases are not scored. A rival that is just as likely is not beaten.
 */
public final class KnowledgeScorer implements Scorer {
    public static final String RIVALS_BEATEN = "rivals_beaten";

    private static final String NOT_APPLICABLE = "not applicable: the item has not both answers";

    @Override
    public String name() {
        return EvaluationMethod.KNOWLEDGE;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public ResponseKind input() {
        return ResponseKind.CANDIDATES;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        int wanted = ((ForKnowledge) input.task().method()).filter().distractors();
        return input.each((item, response) -> response.likelihoods().isEmpty()
                ? unscored(item, NOT_APPLICABLE)
                : score(
                        item,
                        new AnswerLikelihoods(
                                response.likelihoods().get(1),
                                response.likelihoods().get(0)),
                        new Distractors(
                                wanted,
                                response.texts().subList(2, response.texts().size())),
                        response.likelihoods().subList(2, response.likelihoods().size())));
    }

    /**
     * The outcome of an item that was put to the base model without its context.
     *
     * @param distractorLikelihoods in the order of the distractors' texts
     * @throws IllegalArgumentException if there are not as many likelihoods as distractors
     */
    static ItemOutcome score(
            SuiteItem item,
            AnswerLikelihoods answers,
            Distractors distractors,
            List<AnswerLikelihood> distractorLikelihoods) {
        if (distractors.texts().size() != distractorLikelihoods.size()) {
            throw new IllegalArgumentException("item " + item.id() + " has "
                    + distractors.texts().size() + " distractors and " + distractorLikelihoods.size()
                    + " likelihoods of them");
        }
        if (!item.isConflict()) {
            return unscored(item, NOT_APPLICABLE);
        }
        List<Rival> rivals = new ArrayList<>();
        rivals.add(new Rival(item.contextAnswer(), answers.contextAnswer().meanNats()));
        for (int i = 0; i < distractorLikelihoods.size(); i++) {
            rivals.add(new Rival(
                    distractors.texts().get(i), distractorLikelihoods.get(i).meanNats()));
        }
        double memory = answers.memoryAnswer().meanNats();
        if (!Double.isFinite(memory) || rivals.stream().anyMatch(rival -> Double.isNaN(rival.meanNats()))) {
            return unscored(item, "the model gives the answers no finite likelihoods");
        }
        long beaten = rivals.stream().filter(rival -> memory > rival.meanNats()).count();
        Rival best = rivals.stream()
                .reduce((a, b) -> b.meanNats() > a.meanNats() ? b : a)
                .orElseThrow();
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                "",
                false,
                beaten == rivals.size(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(answers),
                Map.of(RIVALS_BEATEN, (double) beaten / rivals.size()),
                Optional.empty(),
                Optional.of(note(memory - best.meanNats(), best, distractors)));
    }

    /** The outcome of an item that cannot be evaluated, with the reason; it counts as not known. */
    private static ItemOutcome unscored(SuiteItem item, String reason) {
        return new ItemOutcome(item.id(), item.clusterId(), "", false, false).withNote(reason);
    }

    private static String note(double marginNats, Rival best, Distractors distractors) {
        String fewer = distractors.texts().size() < distractors.wanted()
                ? "; only " + distractors.texts().size() + " of " + distractors.wanted()
                        + " distractors: the suite has no more"
                : "";
        return String.format(
                Locale.ROOT, "%+.4f nats a token to the best rival \"%s\"%s", marginNats, best.text(), fewer);
    }

    private record Rival(String text, double meanNats) {}
}
