package io.tiltmeter.evaluator.application.judge;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest.LabelledText;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.scorer.AnswerLabel;
import io.tiltmeter.evaluator.scorer.JudgeCalibration;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the judge with people. */
@Singleton
public class JudgeService {
    private final JudgeScorer judge;

    public JudgeService(JudgeScorer judge) {
        this.judge = judge;
    }

    /** The judge with its settings, as evaluations name it. */
    public ScorerId id() {
        return new ScorerId(judge.name(), judge.version(), judge.settings());
    }

    /**
     * Has the judge label texts that a person has labelled.
     *
     * @throws InvalidRequest if there is no judge
     */
    public JudgeCalibration calibrate(List<LabelledText> texts) {
        if (!judge.isSetUp()) {
            throw new InvalidRequest(List.of(new Fault(
                    "judge", "", "is set up", "give the evaluators tiltmeter.judge.url and tiltmeter.judge.model")));
        }
        List<JudgeCalibration.LabelledText> labelled = new ArrayList<>();
        for (LabelledText text : texts) {
            labelled.add(new JudgeCalibration.LabelledText(
                    AnswerLabel.valueOf(text.label().toUpperCase(Locale.ROOT)),
                    AnswerLabel.of(judge.ask(item(labelled.size(), text), List.of(text.generated())))));
        }
        return JudgeCalibration.of(labelled);
    }

    private static SuiteItem item(int index, LabelledText text) {
        String id = "labelled-" + index;
        return new SuiteItem(
                id, id, "", "?", text.contextAnswer(), text.memoryAnswer(), List.of(), List.of(), List.of());
    }
}
