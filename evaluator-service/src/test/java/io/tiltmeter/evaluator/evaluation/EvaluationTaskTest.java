package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ByArm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTaskTest {
    private static final Arm TEMPLATE = Arm.plain(24);
    private static final EvaluationTask TASK = task("model", 'a', "suite", 'b', "alpaca", TEMPLATE, Optional.empty());

    @Test
    void equalFilesAndMethodsHaveOneIdentityWhateverTheirNames() {
        Arm renamed = Arm.of("another-name", PromptStyle.TEMPLATE, 24);
        assertEquals(
                TASK.identity(),
                task("other-folder", 'a', "other-suite", 'b', "alpaca", renamed, Optional.empty())
                        .identity());
    }

    @Test
    void everySettingThatCanChangeAnAnswerChangesTheIdentity() {
        Arm sampled =
                new Arm("template", "{question}", "{context}", "", 0, Optional.of(new Sampling(2, 0.7, 1, 0)), 24);
        Arm contrasted = new Arm("template", "{question}", "{context}", "", 0.5, Optional.empty(), 24);
        List<EvaluationTask> others = List.of(
                task("model", 'c', "suite", 'b', "alpaca", TEMPLATE, Optional.empty()),
                task("model", 'a', "suite", 'c', "alpaca", TEMPLATE, Optional.empty()),
                task("model", 'a', "suite", 'b', "tulu", TEMPLATE, Optional.empty()),
                task("model", 'a', "suite", 'b', "alpaca", Arm.plain(25), Optional.empty()),
                task("model", 'a', "suite", 'b', "alpaca", sampled, Optional.empty()),
                task("model", 'a', "suite", 'b', "alpaca", contrasted, Optional.empty()),
                task("model", 'a', "suite", 'b', "alpaca", TEMPLATE, Optional.of(new Subset(5, Optional.empty()))),
                task("model", 'a', "suite", 'b', "alpaca", TEMPLATE, Optional.of(new Subset(5, Optional.of(0L)))));
        others.forEach(other -> assertNotEquals(TASK.identity(), other.identity(), other.toString()));
        assertEquals(
                others.size(),
                others.stream().map(EvaluationTask::identity).distinct().count());
    }

    private static EvaluationTask task(
            String folder,
            char modelBytes,
            String suiteId,
            char suiteBytes,
            String template,
            Arm arm,
            Optional<Subset> subset) {
        NeededModel model =
                new NeededModel(artifact(folder, modelBytes), Optional.empty(), Optional.of("0".repeat(64)));
        SuiteRef suite = new SuiteRef(suiteId, SuiteKind.KNOWLEDGE_CONFLICT, "cf", 9, artifact(suiteId, suiteBytes));
        return new EvaluationTask(model, template, suite, new ByArm(arm), subset);
    }

    private static ArtifactRef artifact(String name, char digit) {
        return ArtifactRef.of("artifacts/" + name, String.valueOf(digit).repeat(64), 1);
    }
}
