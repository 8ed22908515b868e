package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings;
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
