package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestCheckTest {
    private static final KnownInputs KNOWN =
            new KnownInputs(List.of("adapter"), List.of("pythia-70m", "gpt2"), RunRequestCheckTest::config);

    private static ModelConfig config(String modelFolder) {
        if (modelFolder.equals("gpt2")) {
            throw new UnsupportedModelException("/models/gpt2/config.json", List.of("model_type \"gpt2\" is not one"));
        }
        return ModelConfig.llama(16, 32, 1, 2, 2, 8, 100, 64, 1e-5, 10_000, true, 1, 2, 0);
    }

    @Test
    void aSoundRequestHasNoFaults() {
        assertEquals(List.of(), Requests.faults(Requests.fresh("\"max_steps\": 10")));
        assertEquals(
                List.of(), RunRequestCheck.startingPointFaults(Requests.with("\"suites\": [\"conflict\"]"), KNOWN));
    }

    @Test
    void exactlyOneStartingPointIsWanted() {
        assertFaults(Requests.faults("{\"run_name\": \"r\", \"mixture\": \"m\"}"), "model_name_or_path");
        assertFaults(Requests.faults(Requests.fresh("\"model_name_or_path\": \"run:base\"")), "model_name_or_path");
    }

    @Test
    void aPathThatLeadsElsewhereIsRefused() {
        for (String path : List.of("../secrets", "/etc", "a/../b", ".hidden", "a//b", "C:\\\\models")) {
            assertFaults(Requests.faults(model(path)), "model_name_or_path");
        }
    }

    @Test
    void everyFaultIsFoundAtOnce() {
        assertFaults(
                Requests.faults(Requests.fresh("""
                        "finetuning_type": "lora", "lora_target_modules": ["auto", "q_proj"], "min_lr_rate": 0.1,
                        "max_steps": 5,
                        "warmup_steps": 6, "save_steps": 2.5, "suites": ["a", "b", "a"]
                        """)),
                "finetuning_type",
                "lora_target_modules",
                "min_lr_rate",
                "warmup_steps",
                "save_steps",
                "suites[2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "19", "0.000001"})
    void moreCheckpointsThanAnEventShouldNameAreRefused(String saveSteps) {
        assertFaults(Requests.faults("""
                        {"run_name": "r", "mixture": "m", "model_name_or_path": "run:base", "max_steps": 200000,
                         "save_steps": %s}
                        """.formatted(saveSteps)), "save_steps");
    }

    @Test
    void theModelsShapeMustFitTogether() {
        assertFaults(
                Requests.faults("""
                        {"run_name": "r", "mixture": "m", "max_length": 4096, "model_config": {"model_type": "llama",
                         "hidden_size": 20, "intermediate_size": 32, "num_hidden_layers": 1,
                         "num_attention_heads": 6, "num_key_value_heads": 4}}
                        """),
                "model_config.num_attention_heads",
                "model_config.num_key_value_heads",
                "max_length");
    }

    @ParameterizedTest
    @CsvSource({"llama, 2,", "mistral, 2,", "gpt_neox, 4,", "gpt_neox, 2, model_config.num_key_value_heads"})
    void aFreshModelIsOfAnyFamily(String modelType, int keyValueHeads, String fault) {
        assertFaults(
                Requests.faults("""
                        {"run_name": "r", "mixture": "m", "max_length": 64, "model_config": {"model_type": "%s",
                         "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1,
                         "num_attention_heads": 4, "num_key_value_heads": %d}}
                        """.formatted(modelType, keyValueHeads)),
                fault == null ? new String[0] : new String[] {fault});
    }

    @Test
    void loraSettingsWithoutLoraAreRefused() {
        InvalidRequest refused =
                assertThrows(InvalidRequest.class, () -> Requests.with("\"lora_r\": 8, \"lora_alpha\": 16"));
        assertFaults(refused.faults(), "lora_alpha", "lora_r");
        assertEquals(
                new Fault(
                        "lora_r",
                        "8",
                        "only for finetuning_type lora, and this is full",
                        "leave it out, or set finetuning_type to lora"),
                refused.faults().get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "max_seq_length, max_length",
        "cutoff_len, max_length",
        "sequence_len, max_length",
        "micro_batch_size, per_device_train_batch_size",
        "gradient_accumulation, gradient_accumulation_steps",
        "lr, learning_rate",
        "lr_scheduler, lr_scheduler_type",
        "epochs, num_train_epochs",
        "num_epochs, num_train_epochs",
        "base_model, model_name_or_path",
        "model, model_name_or_path",
        "dataset, mixture",
        "datasets, mixture",
        "lora_rank, lora_r",
        "lora_dim, lora_r",
        "peft_lora_r, lora_r",
        "clip_grad_norm, max_grad_norm",
        "checkpointing_steps, save_steps",
        "--max-seq-length, max_length",
        "maxSeqLength, max_length"
    })
    void theNameOfAnotherToolIsAnsweredWithTheNameHere(String other, String name) {
        Fault fault = fault(Requests.adapters("\"" + other + "\": 1"));
        assertEquals(other, fault.field());
        assertEquals("not a known field of finetuning_type lora: it is called " + name + " here", fault.limit());
        assertTrue(fault.remedy().startsWith("send " + name + ": "), fault.remedy());
    }

    @ParameterizedTest
    @CsvSource({
        "use_peft, send finetuning_type lora",
        "torch_dtype, bf16 true",
        "fp16, float16 is not supported",
        "lora_target_linear, 'lora_target_modules [\"all-linear\"]'",
        "warmup, warmup_ratio for a share",
        "load_in_4bit, not quantized"
    })
    void whatIsSaidOtherwiseHereIsAnsweredWithHow(String other, String remedy) {
        assertTrue(fault(Requests.fresh("\"" + other + "\": true")).remedy().contains(remedy));
    }

    @ParameterizedTest
    @CsvSource({
        "learning_rat, learning_rate",
        "leraning_rate, learning_rate",
        "learningRate, learning_rate",
        "warm_up_steps, warmup_steps",
        "num_train_epoch, num_train_epochs",
        "sedd, seed"
    })
    void aMisspeltNameIsAnsweredWithTheNearestOne(String misspelt, String name) {
        Fault fault = fault(Requests.fresh("\"" + misspelt + "\": 1"));
        assertEquals("not a known field of finetuning_type full; did you mean " + name + "?", fault.limit());
        assertTrue(fault.remedy().startsWith("send " + name + ": "), fault.remedy());
    }

    @Test
    void aNameThatIsLikeNoneIsAnsweredWithTheKnownOnes() {
        assertTrue(
                fault(Requests.fresh("\"colour\": 1")).remedy().startsWith("leave it out, or send one of run_name, "));
    }

    @Test
    void namesOfALaterCaseAndOfNestedObjectsAreKnownToo() {
        assertEquals(
                new Fault(
                        "lora_rank",
                        "",
                        "not a known field of finetuning_type full: it is called lora_r here",
                        "send lora_r, with finetuning_type lora, or leave it out"),
                fault(Requests.fresh("\"lora_rank\": 8")));
        assertEquals(
                "not a known field: it is called limit here",
                fault(Requests.fresh("\"evaluation\": {\"max_samples\": 8}")).limit());
        Fault layers =
                fault(Requests.fresh("").replace("\"num_hidden_layers\"", "\"num_hidden_layers\": 1, \"n_layer\""));
        assertEquals("model_config.n_layer", layers.field());
        assertEquals("not a known field: it is called num_hidden_layers here", layers.limit());
    }

    private static Fault fault(String request) {
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> Requests.read(request));
        assertEquals(1, refused.faults().size(), refused.faults().toString());
        return refused.faults().get(0);
    }

    @Test
    void loraWithEverySettingIsTaken() {
        assertEquals(List.of(), Requests.faults(Requests.adapters("""
                        "lora_r": 4, "lora_alpha": 8, "use_rslora": true, "lora_dropout": 0.1, "lora_target_modules": ["q_proj", "dense"],
                        "bf16": true, "packing": true, "gradient_checkpointing": true
                        """)));
    }

    @Test
    void anAdapterIsNoStart() {
        RunRequest onAdapter = Requests.read("""
                {"run_name": "r", "mixture": "tiny-mixture", "model_name_or_path": "run:adapter"}""");
        List<Fault> faults = RunRequestCheck.startingPointFaults(onAdapter, KNOWN);
        assertFaults(faults, "model_name_or_path");
        assertTrue(faults.get(0).limit().contains("run adapter saves adapters"), faults.toString());
    }

    @Test
    void aConstantRateHasNoWarmUp() {
        assertFaults(
                Requests.faults(Requests.fresh("\"lr_scheduler_type\": \"constant\", \"warmup_ratio\": 0.1")),
                "warmup_ratio");
        assertFaults(
                Requests.faults(Requests.fresh(
                        "\"lr_scheduler_type\": \"constant\", \"warmup_ratio\": 0.1, \"warmup_steps\": 0")),
                "warmup_ratio");
    }

    @Test
    void namesThatNobodyHasAnnouncedAreNoFaults() {
        assertEquals(List.of(), RunRequestCheck.startingPointFaults(Requests.read("""
                        {"run_name": "r", "mixture": "later", "suites": ["later"], "model_name_or_path": "run:later",
                         "evaluation": {"fewshot_suites": {"mmlu": "later"}}}
                        """), KNOWN));
    }

    @Test
    void aRunThatWouldWaitForItselfIsRefused() {
        Map<String, RunSettings> runs =
                Map.of("b", onModel("run:c").settings(), "c", onModel("run:a").settings());
        Function<String, Optional<RunSettings>> find = id -> Optional.ofNullable(runs.get(id));
        RunSettings onB = onModel("run:b").settings();
        Fault fault = assertThrows(InvalidRequest.class, () -> RunRequestCheck.refuseToWaitForItself("a", onB, find))
                .faults()
                .get(0);
        assertEquals("model_name_or_path", fault.field());
        assertTrue(fault.limit().contains("(a starts from b starts from c starts from a)"), fault.limit());
        assertThrows(InvalidRequest.class, () -> RunRequestCheck.refuseToWaitForItself("b", onB, find));
        RunRequestCheck.refuseToWaitForItself("d", onB, find);
    }

    @Test
    void everyFaultOfAnEvaluationIsNamedWithItsPath() {
        assertFaults(
                Requests.faults(Requests.fresh("""
                        "evaluation": {"limit_seed": 3, "arms": [
                            {"arm": "5-shot"}, {"arm": "a", "question_format": "what?"},
                            {"arm": "a", "prompt": "without_context", "context_aware_weight": 0.5}]}
                        """)),
                "evaluation.arms[0].arm",
                "evaluation.arms[1].question_format",
                "evaluation.arms[2].context_aware_weight",
                "evaluation.arms[2].arm",
                "evaluation.limit_seed");
    }

    @Test
    void aModelFolderThatIsNotThereIsRefusedWithThoseThatAre() {
        assertEquals(List.of(), RunRequestCheck.startingPointFaults(onModel("pythia-70m"), KNOWN));
        List<Fault> faults = RunRequestCheck.startingPointFaults(onModel("pythia-71m"), KNOWN);
        assertFaults(faults, "model_name_or_path");
        assertEquals(
                "the name of a known model folder (known: pythia-70m, gpt2)",
                faults.get(0).limit());
    }

    @Test
    void aModelThatIsNotSupportedIsRefusedWithItsFaultsAndWithoutItsPath() {
        List<Fault> faults = RunRequestCheck.startingPointFaults(onModel("gpt2"), KNOWN);
        assertFaults(faults, "model_name_or_path");
        assertEquals(
                "a model that is supported: model_type \"gpt2\" is not one",
                faults.get(0).limit());
    }

    @Test
    void modulesThatTheModelDoesNotHaveAreRefusedWithThoseItHas() {
        List<Fault> faults = RunRequestCheck.startingPointFaults(Requests.read("""
                        {"run_name": "r", "mixture": "tiny-mixture", "model_name_or_path": "pythia-70m",
                         "finetuning_type": "lora", "lora_target_modules": ["q_proj", "dense"]}
                        """), KNOWN);
        assertFaults(faults, "lora_target_modules");
        assertEquals("[dense]", faults.get(0).value());
        assertEquals(
                "of a llama model: all-linear, auto, down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj",
                faults.get(0).limit());
    }

    private static RunRequest onModel(String path) {
        return Requests.read(model(path));
    }

    private static String model(String path) {
        return "{\"run_name\": \"r\", \"mixture\": \"m\", \"model_name_or_path\": \"" + path + "\"}";
    }

    private static void assertFaults(List<Fault> faults, String... fields) {
        assertEquals(List.of(fields), faults.stream().map(Fault::field).toList(), faults.toString());
    }
}
