package io.tiltmeter.evaluator.application.judge;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest.LabelledText;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.TaskScoring;
import io.tiltmeter.evaluator.persistence.JudgeReplyRepository;
import io.tiltmeter.evaluator.scorer.AnswerLabel;
import io.tiltmeter.evaluator.scorer.JudgeCalibration;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Has a judge say what rules cannot tell: items to which {@code contains} and {@code first_mention} give different
 * labels, or neither answer. Of all others the outcome is that of {@code contains}, and its note says so.
 */
@Singleton
public class JudgeService {
    private static final String NOT_SET_UP = "no judge is set up: give the evaluators tiltmeter.judge.url and"
            + " tiltmeter.judge.model, then retry the evaluation, or leave the judge out of its scorers";

    private final Optional<ChatJudge> judge;
    private final long seed;

    public JudgeService(JudgeConfig config, JudgeReplyRepository replies) {
        this.judge = ChatJudge.of(config, new JudgeCache() {
            @Override
            public Optional<String> find(String key) {
                return replies.find(key);
            }

            @Override
            public void keep(String key, String reply) {
                replies.keep(key, reply);
            }
        });
        this.seed = config.seed();
    }

    /** Outcomes of two judges, or of two orders of the answers, are never mixed. */
    public ScorerId id() {
        String settings =
                judge.map(ChatJudge::model).map(model -> "model=" + model).orElse("")
                        + (seed == 0 ? "" : " seed=" + seed);
        return new ScorerId(JudgeScorer.NAME, JudgeScorer.VERSION, settings.strip());
    }

    /**
     * Outcomes of all items, in their order.
     *
     * @param readings of the items' answers
     * @throws IllegalArgumentException if there is no judge
     * @throws RuntimeException if it cannot be reached; what it has replied is kept
     */
    public List<ItemOutcome> outcomes(List<SuiteItem> items, List<ItemReading> readings) {
        JudgeScorer scorer = scorer();
        List<ItemOutcome> contains = TaskScoring.texts(EvaluationPlan.CONTAINS, items, readings);
        List<ItemOutcome> firstMention = TaskScoring.texts(EvaluationPlan.FIRST_MENTION, items, readings);
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<ItemOutcome> rules = List.of(contains.get(i), firstMention.get(i));
            outcomes.add(
                    JudgeScorer.isAmbiguous(rules)
                            ? scorer.score(items.get(i), readings.get(i).texts())
                            : asTheRulesSay(contains.get(i)));
        }
        return outcomes;
    }

    /**
     * Compares the judge with a person on labelled texts.
     *
     * @throws InvalidRequest if there is no judge
     */
    public JudgeCalibration calibrate(List<LabelledText> texts) {
        if (judge.isEmpty()) {
            throw new InvalidRequest(List.of(new Fault(
                    "judge", "", "is set up", "give the evaluators tiltmeter.judge.url and tiltmeter.judge.model")));
        }
        JudgeScorer scorer = scorer();
        List<JudgeCalibration.LabelledText> labelled = new ArrayList<>();
        for (LabelledText text : texts) {
            labelled.add(new JudgeCalibration.LabelledText(
                    AnswerLabel.valueOf(text.label().toUpperCase(Locale.ROOT)),
                    AnswerLabel.of(scorer.score(item(labelled.size(), text), List.of(text.generated())))));
        }
        return JudgeCalibration.of(labelled);
    }

    private static SuiteItem item(int place, LabelledText text) {
        String id = "labelled-" + place;
        return new SuiteItem(
                id, id, "", "?", text.contextAnswer(), text.memoryAnswer(), List.of(), List.of(), List.of());
    }

    private JudgeScorer scorer() {
        return new JudgeScorer(judge.orElseThrow(() -> new IllegalArgumentException(NOT_SET_UP)), seed);
    }

    private static ItemOutcome asTheRulesSay(ItemOutcome contains) {
        return new ItemOutcome(
                contains.itemId(),
                contains.clusterId(),
                contains.generated(),
                contains.contextAnswerFound(),
                contains.memoryAnswerFound(),
                contains.contextSpan(),
                contains.memorySpan(),
                contains.furtherAnswers(),
                contains.likelihoods(),
                contains.metrics(),
                contains.credit(),
                Optional.of("not asked: contains and first_mention agree"));
    }
}
