package io.tiltmeter.quickstart.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsTest {
    private static final int WIDTH = 100;

    @Test
    void valuesAreJsonWhereTheyAreJson(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"seed\": 1, \"bf16\": true}");
        assertEquals(
                "{\"seed\":2,\"bf16\":true,\"suites\":[\"a\"],\"base\":\"7b\",\"reason\":\"\",\"id\":\"41\"}",
                RequestFields.of(
                                List.of(file.toString(), "seed=2", "suites=[\"a\"]", "base=7b", "reason=", "id=\"41\""))
                        .toString());
    }

    @Test
    void aWordThatIsNeitherAFieldNorAFileIsRefused() {
        assertTrue(assertThrows(StartupException.class, () -> RequestFields.of(List.of("none.json")))
                .getMessage()
                .startsWith("\"none.json\" is neither key=value nor a JSON file"));
    }

    @Test
    void commasSeparateTheElementsOfAList() {
        assertEquals(
                "{\"suites\":[\"a\",\"b\"],\"save_early_ratios\":[0.01,0.02],\"mixture\":\"a,b\"}",
                RequestFields.of(List.of("suites=a, b", "save_early_ratios=0.01,0.02", "mixture=a,b"))
                        .toString());
        assertEquals(
                "{\"suites\":[\"a\"]}", RequestFields.of(List.of("suites=a")).toString());
    }

    @Test
    void aFolderIsThePathOfTheRequestAndNamesItsRun(@TempDir Path folder) throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve("My Run/checkpoint-5"));
        assertEquals(
                "{\"template\":\"alpaca\",\"path\":\"" + checkpoint.toRealPath() + "\",\"run_id\":\"my-run\"}",
                EvaluateCommand.request(List.of(checkpoint.toString(), "template=alpaca"))
                        .toString());
        assertEquals(
                "{\"run_id\":\"mine\",\"path\":\"outputs/sft\"}",
                EvaluateCommand.request(List.of("outputs/sft", "run_id=mine")).toString());
    }

    @Test
    void runsHaveTheirVerdictsAndWarnings() {
        String runs = """
                {"total": 9, "runs": [
                  {"run_id": "a", "status": "completed", "step": 250, "total_steps": 250, "checkpoints_scored": 22,
                   "checkpoints_planned": 22, "verdict": "no_inversion", "verdict_strength": "shown",
                   "warning": {"state": "watch", "since_step": 9}},
                  {"run_id": "base", "status": "failed", "reason": "disk full", "step": 1, "total_steps": 9,
                   "checkpoints_scored": 0, "checkpoints_planned": 2}]}""";
        assertEquals(
                List.of(
                        "run   status        step  scored  verdict               warning        reason",
                        "a     completed  250/250   22/22  no inversion (shown)  watch since 9",
                        "base  failed         1/9     0/2                                       disk full",
                        "2 of 9 runs; --limit N shows more."),
                RunsCommand.text(ClientOptions.json(runs), false, WIDTH));
        assertEquals(List.of("No runs."), RunsCommand.text(ClientOptions.json("{\"runs\": []}"), true, WIDTH));
    }

    @Test
    void figuresStandBesideARun() {
        String runs = """
                {"total": 1, "runs": [
                  {"run_id": "a", "status": "completed", "step": 250, "total_steps": 250, "verdict": "inversion",
                   "figures": {"peak_step": 14, "peak_accuracy": 0.794, "end_accuracy": 0.283, "drop": 0.511}}]}""";
        assertEquals(
                List.of(
                        "run  status        step  peak %  end %  drop  std. %  verdict    warning",
                        "a    completed  250/250    79.4   28.3  51.1          inversion"),
                RunsCommand.text(ClientOptions.json(runs), true, WIDTH));
    }

    @Test
    void namesAndTagsStandBesideRunsIfOneHasThem() {
        String runs = """
                {"total": 2, "runs": [
                  {"run_id": "a", "run_name": "Second try", "requested_name": "a", "tags": ["x", "lr:1e-4"], "status": "completed",
                   "step": 9, "total_steps": 9, "checkpoints_scored": 2, "checkpoints_planned": 2},
                  {"run_id": "b", "run_name": "b", "status": "completed", "step": 9, "total_steps": 9, "checkpoints_scored": 2,
                   "checkpoints_planned": 2}]}""";
        assertEquals(
                List.of(
                        "run  status     step  scored  verdict  warning  name        tags",
                        "a    completed   9/9     2/2                    Second try  x, lr:1e-4",
                        "b    completed   9/9     2/2"),
                RunsCommand.text(ClientOptions.json(runs), false, WIDTH));
    }

    @Test
    void anAnnotatedRunHasItsNameTagsAndNote() {
        String run = """
                {"run_id": "a", "run_name": "Second try", "requested_name": "a", "tags": ["x", "y"], "note": "one\\ntwo",
                 "archived": true}""";
        assertEquals(
                List.of(
                        "Run a:",
                        "Name: Second try (requested as a)",
                        "Tags: x, y",
                        "Note: one",
                        "Note: two",
                        "Archived: ./tiltmeter runs --archived lists it"),
                AnnotateCommand.text(ClientOptions.json(run)));
        assertEquals(
                List.of("Run a has no name, tags or note of its own."),
                AnnotateCommand.text(ClientOptions.json("{\"run_id\": \"a\", \"run_name\": \"a\"}")));
    }

    @Test
    void theCurveIsShownAsBarsAndAsATable() {
        String run = """
                {"run_id": "a", "status": "training", "step": 9, "total_steps": 20, "loss_nats": 1.5, "checkpoints_planned": 3,
                 "checkpoints_saved": 2, "checkpoints_scored": 1, "verdict": "inconclusive", "provisional": true,
                 "checkpoints": [{"step": 9, "failed": [{"suite": "cf", "arm": "template", "reason": "no memory"}]}],
                 "suites": [{"suite_id": "cf-1", "task": "cf"}],
                 "effective_config": {"seed": 7, "bf16": false, "learning_rate": 0.001}}""";
        String curve = """
                {"suite": "cf", "conflict_suites": ["cf", "other"], "scorer": "contains", "arm": "template", "points": [
                  {"step": 0, "counterfactual_accuracy": 0.5, "counterfactual_low": 0.4, "counterfactual_high": 0.6,
                   "parametric_accuracy": 0.1, "standard_mean": 1.0}]}""";
        assertEquals(
                List.of(
                        "Run a: training, step 9 of 20, loss 1.500 nats",
                        "Settings: learning_rate=0.001 seed=7",
                        "Checkpoints: 3 planned, 2 saved, 1 scored on every suite",
                        "Evaluation failed: a/9/cf-1/template: no memory",
                        "Verdict: inconclusive, provisional",
                        "",
                        "Suite cf, scorer contains, arm template; --suite shows another: other",
                        "  counterfactual ▅",
                        "  parametric     ▁",
                        "  standard mean  █",
                        "step  counterfactual  95 % interval  parametric  standard mean  loss",
                        "   0          50.0 %   40.0 to 60.0      10.0 %        100.0 %"),
                ShowCommand.text(ClientOptions.json(run), ClientOptions.json(curve), WIDTH));
    }

    @Test
    void aVerdictHasItsStrengthAndProbabilities() {
        String verdict = """
                {"sentence": "Inversion: it fell.", "strength": "shown", "probability_inversion": 0.8794,
                 "probability_recovered": 0.08, "probability_never_fell": 0.0003, "smallest_detectable_drop": 0.09}""";
        assertEquals(
                List.of(
                        "Inversion: it fell.",
                        "Strength: shown",
                        "Probabilities: inversion 0.879, recovered 0.080, never fell < 0.001",
                        "Smallest detectable drop: 9.0 points"),
                VerdictCommand.text(ClientOptions.json(verdict), WIDTH));
    }

    @Test
    void flipsHaveBothGeneratedTexts() {
        String flips = """
                {"suite": "cf", "from_step": 3, "to_step": 9, "context_to_memory": {"count": 1}, "memory_to_context": {"count": 0},
                 "items": [{"item_id": "i", "direction": "context_to_memory", "robust": true, "context_answer": "Lyon",
                  "memory_answer": "Paris", "from": {"generated": "Lyon"}, "to": {"generated": "Paris ."}}]}""";
        assertEquals(
                List.of(
                        "Suite cf, step 3 to 9: 1 items from context to memory, 0 from memory to context; 1 are shown",
                        "item  direction                  context says  memory says  at step 3  at step 9",
                        "i     context to memory, robust  Lyon          Paris        Lyon       Paris ."),
                ItemsCommand.flips(ClientOptions.json(flips), WIDTH));
    }

    @Test
    void theFormatOfAnExportSuggestsItsContent() {
        assertEquals(ExportCommand.Content.ITEMS, ExportCommand.Content.of(Optional.of("jsonl")));
        assertEquals(ExportCommand.Content.CURVE, ExportCommand.Content.of(Optional.empty()));
        assertEquals(ExportCommand.Content.MLFLOW, ExportCommand.Content.of(Optional.of("mlflow")));
        assertEquals("json", ExportCommand.Content.MLFLOW.format(Optional.of("mlflow")));
        assertEquals(ExportCommand.Content.RESULTS, ExportCommand.Content.of(Optional.of("harness")));
        assertEquals("json", ExportCommand.Content.RESULTS.format(Optional.of("harness")));
        assertEquals("zip", ExportCommand.Content.EVIDENCE.format(Optional.empty()));
        assertEquals(
                "scores has no format \"svg\"; there is: csv, json",
                assertThrows(StartupException.class, () -> ExportCommand.Content.SCORES.format(Optional.of("svg")))
                        .getMessage());
    }
}
