package io.tiltmeter.evaluator.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.CheckpointRequest.FromHook;
import io.tiltmeter.contracts.request.CheckpointRequest.FromPath;
import io.tiltmeter.contracts.request.CheckpointRequest.Settings;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.Ending;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which checkpoints are found in folders, and every reason to refuse a folder. */
class AdoptionPlannerTest {
    @TempDir
    Path directory;

    private Path root;
    private TrainerFolders folders;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(directory.resolve("models"));
        folders = new TrainerFolders(root);
    }

    @Test
    void aDirectoryIsReadInTheOrderOfItsNumbers() throws IOException {
        for (int step : List.of(1000, 500, 90)) {
            folders.checkpoint("out/checkpoint-" + step, step, 1000);
        }
        AdoptionPlan plan = plan("out");
        assertEquals(List.of(90, 500, 1000), steps(plan));
        assertEquals(1000, plan.totalSteps());
        assertEquals(Optional.of(1.0), plan.checkpoints().get(1).epochs());
        assertEquals(Optional.of(0.5), plan.checkpoints().get(1).lossNats());
        assertEquals("out/checkpoint-90", plan.checkpoints().get(0).folder().name());
        assertEquals(2e-5, plan.settings().get("learning_rate"));
        assertEquals("full", plan.settings().get("finetuning_type"));
    }

    @Test
    void aDirectoryIsCompleteAsItIsFoundAndOneCheckpointIfTheRequestSaysSo() throws IOException {
        for (int step : List.of(500, 1000)) {
            folders.checkpoint("out/checkpoint-" + step, step, 1100);
        }
        Map<String, Ending> byDefault = Map.of("out", Ending.SEEN, "out/checkpoint-500", Ending.UNSEEN);
        for (Map.Entry<String, Ending> each : byDefault.entrySet()) {
            assertEquals(each.getValue(), plan(each.getKey()).ending());
            assertEquals(Ending.SEEN, planOf(each.getKey(), true).ending());
            assertEquals(Ending.UNSEEN, planOf(each.getKey(), false).ending());
        }
        assertEquals(1000, plan("out").totalSteps(), "and not max_steps");
        assertEquals(1100, planOf("out", false).totalSteps());
        assertEquals(500, planOf("out/checkpoint-500", true).totalSteps());
    }

    private AdoptionPlan planOf(String path, boolean complete) throws IOException {
        FromPath request = new FromPath(path, settings(Optional.empty(), true, Optional.of(complete)));
        return new AdoptionPlanner(directories(), request, "lab", Optional.empty())
                .plan()
                .orElseThrow();
    }

    @Test
    void theFinalModelIsTheLastStepWhereItsStepIsStated() throws IOException {
        folders.checkpoint("out/checkpoint-5", 5, 12);
        folders.checkpoint("out", 9, 12);
        AdoptionPlan plan = plan("out");
        assertEquals(List.of(5, 9), steps(plan));
        assertEquals(9, plan.totalSteps(), "training ended early");
        assertEquals(Ending.SEEN, plan.ending());
    }

    /** As a training that is being watched leaves them. */
    @Test
    void whatATrainingInProgressHasNotWrittenWhollyIsLeftOut() throws IOException {
        Files.createDirectories(root.resolve("out/runs"));
        AdoptionPlan empty = planInProgress("out");
        assertEquals(List.of(), steps(empty));
        assertEquals(Ending.UNSEEN, empty.ending());

        folders.checkpoint("out/checkpoint-5", 5, 12);
        folders.checkpoint("out/checkpoint-10", 10, 12);
        Path weights = root.resolve("out/checkpoint-10/model.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        AdoptionPlan growing = planInProgress("out");
        assertEquals(List.of(5), steps(growing));
        assertEquals(12, growing.totalSteps());
        assertEquals(Ending.UNSEEN, growing.ending());
        assertTrue(growing.notes().get(0).startsWith("out/checkpoint-10 is left out while it is being written: "));

        folders.checkpoint("out/checkpoint-12", 12, 12);
        AdoptionPlan last = planInProgress("out");
        assertEquals(List.of(5, 12), steps(last));
        assertEquals(Ending.SEEN, last.ending());
        assertEquals(12, last.totalSteps());
    }

    private AdoptionPlan planInProgress(String path) throws IOException {
        Settings still = settings(Optional.empty(), true);
        Settings settings = new Settings(
                still.runId(),
                still.step(),
                still.totalSteps(),
                still.epochs(),
                still.template(),
                still.suites(),
                still.evaluation(),
                still.base(),
                still.includeBase(),
                still.complete(),
                true,
                still.copy());
        AdoptionPlanner planner =
                new AdoptionPlanner(directories(), new FromPath(path, settings), "lab", Optional.empty());
        AdoptionPlan plan = planner.plan().orElseThrow(() -> new AssertionError(planner.faults()));
        return plan;
    }

    @Test
    void theFinalModelIsLeftOutWhereItsStepIsNotStated() throws IOException {
        folders.checkpoint("out/checkpoint-5", 5, 12);
        folders.model("out", 9);
        AdoptionPlan plan = plan("out");
        assertEquals(List.of(5), steps(plan));
        assertTrue(
                plan.notes().get(0).contains("adopt it by its path and step"),
                plan.notes().toString());
    }

    @Test
    void theFinalModelOfACheckpointsStepIsThatCheckpoint() throws IOException {
        folders.checkpoint("out/checkpoint-12", 12, 12);
        folders.checkpoint("out", 12, 12);
        assertEquals(List.of(12), steps(plan("out")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/elsewhere/out/checkpoint-5",
                "D:\\\\runs\\\\out\\\\checkpoint-5",
                "runs\\\\out\\\\checkpoint-5\\\\",
                "out/best"
            })
    void theFinalModelIsLeftOutWhereItMayBeTheBest(String best) throws IOException {
        folders.checkpoint("out/checkpoint-5", 5, 12);
        Path last = folders.checkpoint("out", 12, 12);
        Path state = last.resolve(TrainerState.FILE);
        Files.writeString(
                state,
                Files.readString(state)
                        .replace("\"best_model_checkpoint\": null", "\"best_model_checkpoint\": \"" + best + "\""));
        AdoptionPlan plan = plan("out");
        assertEquals(List.of(5), steps(plan));
        assertTrue(
                plan.notes()
                        .get(0)
                        .contains(
                                best.endsWith("best") ? "\"out/best\", a name that states no step" : "best, of step 5"),
                plan.notes().toString());
    }

    @Test
    void foldersThatAreCountedByEpochsAreNamedWhereTheirStepIsNotStated() throws IOException {
        folders.model("out/epoch_0", 1);
        folders.model("out/epoch_1", 2);
        folders.model("out", 3);
        List<Fault> faults = faults("out");
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).limit().contains("state no step: epoch_0, epoch_1"), faults.toString());
        folders.checkpoint("mixed/checkpoint-5", 5, 12);
        folders.model("mixed/epoch_1", 2);
        AdoptionPlan plan = plan("mixed");
        assertEquals(List.of(5), steps(plan));
        assertTrue(
                plan.notes().get(0).contains("epoch_1; they are left out"),
                plan.notes().toString());
    }

    @Test
    void foldersThatAreCountedByEpochsHaveTheStepThatTheyState() throws IOException {
        folders.checkpoint("out/epoch_0", 6, 12);
        folders.checkpoint("out/epoch_1", 12, 12);
        assertEquals(List.of(6, 12), steps(plan("out")));
    }

    @Test
    void adaptersAreListedAfterTheBaseThatTheyName() throws IOException {
        Path base = folders.model("base", 1);
        for (int step : List.of(2, 10)) {
            Path adapter = folders.adapter("lora/checkpoint-" + step, base, step, 10);
            Path config = adapter.resolve("adapter_config.json");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replaceAll(
                                    "\"base_model_name_or_path\" *: *(null|\"[^\"]*\")",
                                    "\"base_model_name_or_path\": \"base\""));
        }
        AdoptionPlan plan = plan("lora");
        assertEquals(List.of(0, 2, 10), steps(plan));
        assertEquals("base", plan.base().orElseThrow().name());
        assertEquals("lora", plan.settings().get("finetuning_type"));
        assertEquals(2, plan.settings().get("lora_r"));
        assertEquals(4.0, plan.settings().get("lora_alpha"));
        assertEquals(false, plan.settings().get("use_rslora"));
        AdoptionPlan without = planner("lora", Optional.empty(), false).plan().orElseThrow();
        assertEquals(List.of(2, 10), steps(without));
    }

    /** peft's defaults: r 8, lora_alpha 8. */
    @Test
    void theScaleOfAnAdapterIsStatedWithTheDefaultsThatItsFileLeavesOut() throws IOException {
        Path adapter = Files.createDirectories(root.resolve("rslora"));
        Files.writeString(adapter.resolve("adapter_config.json"), """
                {"peft_type": "LORA", "use_rslora": true, "target_modules": "all-linear"}""");
        RunFacts facts = new RunFacts();
        facts.adapter(adapter);
        assertEquals(
                Map.of(
                        "finetuning_type",
                        "lora",
                        "lora_r",
                        8,
                        "lora_alpha",
                        8.0,
                        "use_rslora",
                        true,
                        "lora_dropout",
                        0.0,
                        "lora_target_modules",
                        List.of("all-linear")),
                facts.settings());
    }

    @Test
    void aCheckpointWithoutATokenizerHasThatOfItsOutputDirectory() throws IOException {
        Path checkpoint = folders.checkpoint("out/checkpoint-5", 5, 12);
        Files.move(checkpoint.resolve("tokenizer.json"), root.resolve("out/tokenizer.json"));
        assertEquals(List.of(5), steps(plan("out")));
    }

    @Test
    void anEmptyFolderRegistersARun() throws IOException {
        Files.createDirectory(root.resolve("fresh"));
        assertEquals(List.of(), steps(plan("fresh")));
    }

    @Test
    void numbersThatAreNotFiniteCountAsMissing() throws Exception {
        Path folder = folders.checkpoint("out/checkpoint-5", 5, 12);
        folders.state(folder, 5, 12, "NaN");
        assertEquals(Optional.of(3.5), plan("out").checkpoints().get(0).lossNats());
        Files.writeString(folder.resolve(TrainerState.FILE), "{\"global_step\": NaN, \"epoch\": Infinity}");
        AdoptionPlan plan = plan("out");
        assertEquals(List.of(5), steps(plan), "by the folder's name");
        assertEquals(Optional.empty(), plan.checkpoints().get(0).epochs());
    }

    @Test
    void everyFaultOfEveryFolderIsReportedAtOnce() throws IOException {
        List<Fault> faults = faultsOfSixFolders();
        assertReported(faults, "checkpoint-1", "pytorch_model.bin", "save_pretrained");
        assertReported(faults, "checkpoint-2", "bloom", "Llama");
        assertReported(faults, "checkpoint-3", "tokenizer.json is not there", "save_pretrained");
        assertReported(faults, "checkpoint-4", "is at step 7", "own name");
        assertReported(faults, "out", "more than one folder of step 5", "remove all but one");
        assertReported(faults, "checkpoint-6", "model-00001-of-00002.safetensors is missing", "wait");
        assertEquals(6, faults.size(), faults.toString());
    }

    @Test
    void noFaultShowsAPathOfThisMachine() throws IOException {
        assertTrue(
                faultsOfSixFolders().stream().noneMatch(fault -> fault.limit().contains(directory.toString())));
    }

    private List<Fault> faultsOfSixFolders() throws IOException {
        Path pickled = folders.checkpoint("out/checkpoint-1", 1, 12);
        Files.move(pickled.resolve("model.safetensors"), pickled.resolve("pytorch_model.bin"));
        Path foreign = folders.checkpoint("out/checkpoint-2", 2, 12);
        Path config = foreign.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"llama\"", "\"bloom\""));
        Path wordless = folders.checkpoint("out/checkpoint-3", 3, 12);
        Files.delete(wordless.resolve("tokenizer.json"));
        Path misnamed = folders.checkpoint("out/checkpoint-4", 4, 12);
        folders.state(misnamed, 7, 12, "1");
        folders.checkpoint("out/checkpoint-05", 5, 12);
        folders.checkpoint("out/checkpoint-5", 5, 12);
        Path partial = folders.checkpoint("out/checkpoint-6", 6, 12);
        Files.delete(partial.resolve("model.safetensors"));
        Files.writeString(
                partial.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\"}}");
        return faults("out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ../secret         | leads out
                    models/../..      | not there
                    link              | leads out
                    nowhere           | is not there
                    file.json         | is a file
                    junk              | holds no model
                    """)
    void aPathOutOfTheDirectoriesOrWithoutAModelIsRefused(String path, String limit) throws IOException {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        new TrainerFolders(directory).model("secret", 1);
        Files.createSymbolicLink(root.resolve("link"), secret);
        Files.writeString(root.resolve("file.json"), "{}");
        Files.createDirectory(root.resolve("junk"));
        Files.writeString(root.resolve("junk/readme.txt"), "nothing of use");
        List<Fault> faults = faults(path);
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).limit().contains(limit), faults.toString());
    }

    @Test
    void absolutePathsAndLinksThatStayWithinAreFollowed() throws IOException {
        Path folder = folders.checkpoint("out/checkpoint-5", 5, 12);
        Files.createSymbolicLink(root.resolve("alias"), folder);
        assertEquals(
                "out/checkpoint-5",
                plan(folder.toString()).checkpoints().get(0).folder().name());
        assertEquals(
                "out/checkpoint-5", plan("alias").checkpoints().get(0).folder().name());
        assertEquals(1, faults(directory.toString()).size(), "above the root");
    }

    @Test
    void filesThatAreLinksToElsewhereAreNotOpened() throws IOException {
        Path folder = folders.checkpoint("out/checkpoint-5", 5, 12);
        Path secret = Files.writeString(directory.resolve("secret.json"), "a secret that no fault may show");
        for (String name : List.of("tokenizer.json", "config.json", TrainerState.FILE)) {
            Files.delete(folder.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), secret);
        }
        List<Fault> faults = faults("out");
        assertEquals(3, faults.size(), faults.toString());
        assertTrue(faults.stream().allMatch(fault -> fault.limit().contains("is a link out of")), faults.toString());
    }

    @Test
    void aStepThatTheFolderContradictsIsRefused() throws IOException {
        folders.checkpoint("out/checkpoint-5", 5, 12);
        folders.model("unnumbered", 1);
        AdoptionPlanner wrong = planner("out/checkpoint-5", Optional.of(6), true);
        wrong.plan();
        assertEquals("step", wrong.faults().get(0).field());
        assertTrue(
                wrong.faults().get(0).limit().contains("is at step 5"),
                wrong.faults().toString());
        assertEquals("step", faults("unnumbered").get(0).field());
    }

    @Test
    void anEndlessTrainerStateIsNotRead() throws IOException {
        Path folder = folders.checkpoint("out/checkpoint-5", 5, 12);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(TrainerState.FILE).toFile(), "rw")) {
            file.setLength((1L << 30) + 1);
        }
        List<Fault> faults = faults("out");
        assertTrue(faults.get(0).limit().contains("has more than"), faults.toString());
    }

    @Test
    void aFolderOfAHookMayBeUnfinishedButNotUnsupported() throws IOException {
        Files.createDirectories(root.resolve("out/checkpoint-5"));
        AdoptionPlanner early = hookPlanner("out/checkpoint-5");
        assertEquals(List.of(5), steps(early.plan().orElseThrow()));
        Path pickled = folders.checkpoint("out/checkpoint-6", 6, 12);
        Files.move(pickled.resolve("model.safetensors"), pickled.resolve("pytorch_model.bin"));
        AdoptionPlanner hopeless = hookPlanner("out/checkpoint-6");
        assertTrue(hopeless.plan().isEmpty());
        assertReported(hopeless.faults(), "checkpoint-6", "pytorch_model.bin", "save_pretrained");
    }

    private static void assertReported(List<Fault> faults, String folder, String limit, String remedy) {
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.value().endsWith(folder)
                                && fault.limit().contains(limit)
                                && fault.remedy().contains(remedy)),
                folder + " " + limit + " is not among " + faults);
    }

    private AdoptionPlan plan(String path) throws IOException {
        AdoptionPlanner planner = planner(path, Optional.empty(), true);
        Optional<AdoptionPlan> plan = planner.plan();
        assertEquals(List.of(), planner.faults());
        return plan.orElseThrow();
    }

    private List<Fault> faults(String path) throws IOException {
        AdoptionPlanner planner = planner(path, Optional.empty(), true);
        assertTrue(planner.plan().isEmpty(), "was not refused");
        return planner.faults();
    }

    private CheckpointDirectories directories() {
        return new CheckpointDirectories(List.of(root));
    }

    private AdoptionPlanner planner(String path, Optional<Integer> step, boolean includeBase) {
        return new AdoptionPlanner(
                directories(), new FromPath(path, settings(step, includeBase)), "lab", Optional.empty());
    }

    private AdoptionPlanner hookPlanner(String path) {
        FromHook request = new FromHook(path, Optional.empty(), settings(Optional.empty(), true));
        return new AdoptionPlanner(directories(), request, "lab", Optional.empty());
    }

    private static Settings settings(Optional<Integer> step, boolean includeBase) {
        return settings(step, includeBase, Optional.empty());
    }

    private static Settings settings(Optional<Integer> step, boolean includeBase, Optional<Boolean> complete) {
        return new Settings(
                Optional.empty(),
                step,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                includeBase,
                complete,
                false,
                true);
    }

    private static List<Integer> steps(AdoptionPlan plan) {
        return plan.checkpoints().stream().map(FoundCheckpoint::step).toList();
    }
}
