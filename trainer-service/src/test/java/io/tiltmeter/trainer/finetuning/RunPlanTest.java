package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPlanTest {
    @Test
    void stepsPerEpochAreRoundedUpAndEpochsMakeTheTotal() {
        RunPlan plan = RunPlan.of(
                Requests.settings(
                        "\"per_device_train_batch_size\": 4, \"gradient_accumulation_steps\": 2, \"num_train_epochs\": 2.5"),
                41);
        assertEquals(6, plan.stepsPerEpoch());
        assertEquals(15, plan.totalSteps());
        assertEquals(8, plan.examplesPerStep());
        assertEquals(2.5, plan.epochsAt(15));
    }

    @Test
    void maxStepsBeatTheEpochs() {
        assertEquals(
                7,
                RunPlan.of(Requests.settings("\"max_steps\": 7, \"num_train_epochs\": 9"), 1000)
                        .totalSteps());
    }

    @Test
    void theLabStudyIsOnePassOf250Steps() {
        RunPlan plan = RunPlan.of(
                Requests.settings(
                        "\"per_device_train_batch_size\": 32, \"num_train_epochs\": 1, \"warmup_ratio\": 0.05"),
                8000);
        assertEquals(250, plan.totalSteps());
        assertEquals(13, plan.warmupSteps());
    }

    @Test
    void warmupStepsBeatTheRatioAndTheFirstRateAfterThemIsThePeak() {
        RunSettings settings = Requests.settings(
                "\"max_steps\": 20, \"warmup_ratio\": 0.5, \"warmup_steps\": 4, \"learning_rate\": 0.01");
        RunPlan plan = RunPlan.of(settings, 100);
        assertEquals(4, plan.warmupSteps());
        assertEquals(0.01, plan.schedule(settings.schedule()).at(4), 1e-15);
    }

    /** get_warmup_steps and Trainer.train of transformers 4.48: warmup_steps and max_steps count above 0 only. */
    @Test
    void whatTheTrainerTakesAsNotSetIsNotSet() {
        RunPlan ofRatio =
                RunPlan.of(Requests.settings("\"max_steps\": 250, \"warmup_steps\": 0, \"warmup_ratio\": 0.1"), 80);
        assertEquals(25, ofRatio.warmupSteps());
        assertEquals(
                0,
                RunPlan.of(Requests.settings("\"max_steps\": 250, \"warmup_steps\": 0"), 80)
                        .warmupSteps());
        for (int notSet : List.of(-1, 0)) {
            RunPlan ofEpochs = RunPlan.of(Requests.settings("\"num_train_epochs\": 2, \"max_steps\": " + notSet), 80);
            assertEquals(20, ofEpochs.totalSteps());
            assertEquals(
                    30,
                    RunPlan.of(Requests.settings("\"max_steps\": " + notSet), 80)
                            .totalSteps());
            assertEquals(
                    Requests.settings(""),
                    Requests.settings("\"max_steps\": %d, \"warmup_steps\": 0, \"save_total_limit\": %d"
                            .formatted(notSet, notSet)));
        }
    }

    @Test
    void aShareAsWarmupStepsIsRefusedWithTheFieldThatTakesIt() {
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> Requests.settings("\"warmup_steps\": 0.1"));
        assertEquals(
                List.of(
                        new Fault(
                                "warmup_steps",
                                "0.1",
                                "is not integer",
                                "send a whole number of at least 0; a share of the steps such as 0.05 is sent as warmup_ratio")),
                refused.faults());
    }

    @Test
    void whatCannotBePlannedSaysWhy() {
        String warmup = assertThrows(
                        IllegalArgumentException.class,
                        () -> RunPlan.of(Requests.settings("\"num_train_epochs\": 1, \"warmup_steps\": 50"), 80))
                .getMessage();
        assertTrue(warmup.contains("warmup_steps 50") && warmup.contains("10 steps"), warmup);
        String empty = assertThrows(
                        IllegalArgumentException.class, () -> RunPlan.of(Requests.settings("\"max_steps\": 3"), 0))
                .getMessage();
        assertTrue(empty.contains("tiny-mixture has no examples"), empty);
        String checkpoints = assertThrows(
                        IllegalArgumentException.class,
                        () -> RunPlan.of(Requests.settings("\"num_train_epochs\": 1000, \"save_steps\": 1"), 80_000))
                .getMessage();
        assertTrue(checkpoints.contains("save_steps 1.0 over 10000000 steps"), checkpoints);
    }
}
