package io.tiltmeter.evaluator.application.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest.LabelledText;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeServiceTest {
    @Test
    void withoutAJudgeTheMissingSettingsAreNamed() {
        JudgeService service = new JudgeService(new JudgeScorer(Optional.empty(), 0));
        List<LabelledText> texts = List.of(new LabelledText("Lyon.", "Lyon", "Paris", "context"));
        Fault fault = assertThrows(InvalidRequest.class, () -> service.calibrate(texts))
                .faults()
                .get(0);
        assertEquals("judge", fault.field());
        assertTrue(fault.remedy().contains("tiltmeter.judge.url and tiltmeter.judge.model"), fault.remedy());
    }
}
