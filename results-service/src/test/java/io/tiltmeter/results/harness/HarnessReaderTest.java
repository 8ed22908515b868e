package io.tiltmeter.results.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HarnessReaderTest {
    /** As v0.4 writes it, with made-up numbers. */
    private static final String NEW = """
            {'results': {
              'mmlu': {'acc,none': 0.25, 'acc_stderr,none': 0.004, 'alias': 'mmlu'},
              'mmlu_stem': {'acc,none': 0.5, 'acc_stderr,none': 'N/A', 'alias': ' - stem'},
              'mmlu_anatomy': {'acc,none': 0.125, 'acc_stderr,none': 0.04, 'alias': '  - anatomy'},
              'arc_challenge': {'acc,none': 0.2, 'acc_norm,none': 0.3, 'acc_norm_stderr,none': 0.01},
              'gsm8k': {'exact_match,flexible-extract': 0.2, 'exact_match,strict-match': 0.1,
                'exact_match_stderr,strict-match': 0.02},
              'squadv2': {'exact,none': 40.5, 'f1,none': 50.5, 'HasAns_exact,none': 30.0},
              'wikitext': {'word_perplexity,none': 31.5, 'word_perplexity_stderr,none': 'N/A'}},
             'groups': {'mmlu': {'acc,none': 0.25}},
             'group_subtasks': {'mmlu': ['mmlu_stem'], 'mmlu_stem': ['mmlu_anatomy'], 'arc_challenge': []},
             'configs': {'mmlu_anatomy': {'num_fewshot': 5}, 'gsm8k': {'doc_to_text': 'Question: {{q}}'}},
             'versions': {'mmlu': 2, 'arc_challenge': 1.0}, 'n-shot': {'mmlu_anatomy': 5, 'arc_challenge': 25},
             'n-samples': {'arc_challenge': {'original': 1172, 'effective': 100}},
             'config': {'model': 'hf', 'model_args': {'pretrained': 'someone/model', 'revision': 'step512'}},
             'date': 1769440557.5, 'git_hash': 'b97e2b2', 'lm_eval_version': '0.4.9',
             'model_name': 'someone/model', 'model_sha': 'c0ffee', 'pretty_env_info': 'long'}""";

    private static HarnessFile read(String json) {
        return HarnessReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static HarnessTask task(HarnessFile file, String name) {
        return file.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Fault> faults(String json) {
        return assertThrows(InvalidRequest.class, () -> read(json)).faults();
    }

    @Test
    void aFileOfTodayGivesEachTaskItsMainMetric() {
        HarnessFile file = read(NEW);
        assertEquals("0.4.9", file.writtenBy());
        assertEquals("someone/model", file.model());
        assertEquals("pretrained=someone/model,revision=step512", file.modelArguments());
        assertEquals("c0ffee", file.modelSha());
        assertEquals(Optional.of(Instant.parse("2026-01-26T15:15:57.500Z")), file.writtenAt());
        assertEquals(7, file.tasks().size());
        HarnessTask mmlu = task(file, "mmlu");
        assertEquals(0.25, mmlu.accuracy().orElseThrow().value());
        assertEquals(Optional.of(0.004), mmlu.accuracy().orElseThrow().standardError());
        assertEquals(OptionalInt.of(5), mmlu.shots());
        assertEquals("2", mmlu.version());
        assertEquals(
                "acc_norm,none",
                task(file, "arc_challenge").accuracy().orElseThrow().metric());
        assertEquals(OptionalInt.of(25), task(file, "arc_challenge").shots());
        assertEquals(OptionalInt.of(100), task(file, "arc_challenge").items());
        assertEquals(
                "exact_match,strict-match",
                task(file, "gsm8k").accuracy().orElseThrow().metric());
        assertEquals(0.505, task(file, "squadv2").accuracy().orElseThrow().value(), 1e-15);
        assertEquals(Optional.empty(), task(file, "wikitext").accuracy());
        assertEquals(31.5, task(file, "wikitext").metrics().get("word_perplexity,none"));
        assertEquals(
                List.of("mmlu_stem", "mmlu_anatomy"),
                file.tasks().stream()
                        .filter(HarnessTask::part)
                        .map(HarnessTask::name)
                        .toList());
    }

    @Test
    void aFileFromBeforeFourSumsUpItsSubjects() {
        String subjects = IntStream.range(0, 57)
                .mapToObj(i -> "'hendrycksTest-made_up_%d': {'acc': %s, 'acc_stderr': 0.04}"
                        .formatted(i, i < 19 ? "0.5" : "0.2"))
                .collect(Collectors.joining(","));
        HarnessFile file = read("""
                {'results': {%s, 'arc_challenge': {'acc': 0.18, 'acc_stderr': 0.01, 'acc_norm': 0.22,
                  'acc_norm_stderr': 0.0125}, 'lambada_openai': {'ppl': 116756.3, 'ppl_stderr': 6456.8, 'acc': 0.0,
                  'acc_stderr': 0.0}},
                 'versions': {'arc_challenge': 0},
                 'config': {'model': 'hf-causal', 'model_args': 'use_accelerate=True,pretrained=made/up,revision=step512',
                  'num_fewshot': 0, 'device': null}}""".formatted(subjects));
        assertEquals("before 0.4", file.writtenBy());
        assertEquals("made/up", file.model());
        assertEquals(OptionalInt.of(512), CheckpointStep.in(file.modelArguments()));
        HarnessTask mean = task(file, "hendrycksTest");
        assertEquals(0.3, mean.accuracy().orElseThrow().value(), 1e-12);
        assertEquals(
                0.04 / Math.sqrt(57),
                mean.accuracy().orElseThrow().standardError().orElseThrow(),
                1e-12);
        assertTrue(task(file, "hendrycksTest-made_up_3").part());
        assertEquals(0.22, task(file, "arc_challenge").accuracy().orElseThrow().value());
        assertEquals(OptionalInt.of(0), task(file, "arc_challenge").shots());
        assertEquals(0, task(file, "lambada_openai").accuracy().orElseThrow().value());
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        List<Fault> faults = faults("""
                {'results': {'a': {'acc,none': NaN}, 'b': {'acc,none': 'high'}, 'c': {'acc,none': 1.5},
                  'd': {'acc,none': [0.5]}, 'e': 7, 'f': {'acc,none': 0.5, 'acc_stderr,none': -Infinity},
                  'g': {'acc,none': 0.5, 'acc_stderr,none': 2}}}""");
        assertEquals(
                List.of(
                        "results.a.acc,none",
                        "results.b.acc,none",
                        "results.c.acc,none",
                        "results.d.acc,none",
                        "results.e",
                        "results.f.acc_stderr,none",
                        "results.g.acc_stderr,none"),
                faults.stream().map(Fault::field).toList());
    }

    @Test
    void aFileThatIsNotAResultsFileIsRefused() {
        for (String odd : List.of(
                "",
                "[]",
                "{}",
                "{'results': []}",
                "{'results': {}}",
                "{'results': {'a': {'alias': 'a'}}}",
                "{'results': {'a': {'acc': 1}}",
                "{'results': {'a': {'acc': 1}}} {}",
                "{'results': {'a': {'acc': 1}}, 'results': {}}",
                "[".repeat(100_000),
                "{'results': " + "{'a':".repeat(5_000) + "1" + "}".repeat(5_001),
                "{'samples': " + "[".repeat(5_000) + "]".repeat(5_000) + ", 'results': {'a': {'acc': 1}}}")) {
            assertEquals(1, faults(odd).size(), odd.substring(0, Math.min(60, odd.length())));
        }
        String many = "{'results': {'a': {'acc': [" + "1,".repeat(BoundedTree.MAX_TOKENS) + "1]}}}";
        assertTrue(faults(many).get(0).limit().contains("values"), many.substring(0, 40));
    }

    @Test
    void aNameThatCannotBeStoredIsRefused() {
        List<Fault> faults = faults("{\"results\": {\"a\\u0000\": {\"acc,none\": 0.5}}, \"model_name\": \"\\ud83d\"}");
        assertEquals(
                List.of("U+0000", "U+D83D"),
                faults.stream().map(Fault::value).sorted().toList());
    }

    /** v0.4.0 and v0.4.1 tell groups from parts by the alias alone: 61 of 63 rows are parts of mmlu. */
    @Test
    void withoutSubtasksTheAliasesTellParts() {
        String areas = IntStream.range(0, 4)
                .mapToObj(area -> "'mmlu_area%d': {'acc,none': 0.3, 'alias': ' - area%d'},".formatted(area, area)
                        + IntStream.range(0, area == 0 ? 15 : 14)
                                .mapToObj(i ->
                                        "'mmlu_%d_%d': {'acc,none': 0.2, 'alias': '  - subject'},".formatted(area, i))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        HarnessFile file = read("{'results': {'mmlu': {'acc,none': 0.25, 'alias': 'mmlu'}, " + areas
                + "'arc_easy': {'acc,none': 0.75, 'alias': 'arc_easy'}}, 'groups': {'mmlu': {'acc,none': 0.25}},"
                + " 'configs': {}, 'versions': {}, 'n-shot': {}}");
        assertEquals(63, file.tasks().size());
        assertEquals(List.of("mmlu", "arc_easy"), whole(file));
    }

    @Test
    void partsOfAGroupWithoutANumberStandForThemselves() {
        String groups =
                " 'configs': {}, 'group_subtasks': {'all': ['mmlu', 'arc'], 'mmlu': ['stem'], 'stem': ['anatomy']}}";
        for (String empty : List.of("{'alias': 'all'}", "{' ': ' ', 'alias': 'all'}", "{}", "[]")) {
            HarnessFile file =
                    read("{'results': {'all': " + empty + ", 'mmlu': {'acc,none': 0.25}, 'stem': {'alias': 'x'},"
                            + " 'anatomy': {'acc,none': 0.5}, 'arc': {'acc,none': 0.75}}," + groups);
            assertEquals(List.of("all", "mmlu", "arc"), whole(file), empty);
        }
    }

    @Test
    void membersThatAreNoMetricsArePassedOver() {
        HarnessFile file = read("""
                {'results': {'a': {'acc,none': 0.5, 'sample_count': {'original': 10, 'effective': 5}, 'sample_len': 10,
                  'notes': ['x'], 'higher_is_better': {'acc': true}, 'is_group': false}}, 'configs': {}}""");
        assertEquals(List.of("acc,none"), List.copyOf(task(file, "a").metrics().keySet()));
    }

    private static List<String> whole(HarnessFile file) {
        return file.tasks().stream()
                .filter(task -> !task.part())
                .map(HarnessTask::name)
                .toList();
    }

    @Test
    void groupsThatHoldEachOtherEnd() {
        HarnessFile file = read("""
                {'results': {'a': {'acc,none': 1}, 'b': {'acc,none': 0}}, 'configs': {},
                 'group_subtasks': {'a': ['b'], 'b': ['a']}}""");
        assertEquals(OptionalInt.empty(), task(file, "a").shots());
    }

    @Test
    void theStepOfACheckpointIsInItsName() {
        assertEquals(OptionalInt.of(512), CheckpointStep.in("pretrained=a/pythia-v1.1-70m,revision=step512"));
        assertEquals(OptionalInt.of(143000), CheckpointStep.in("70m-5shot_step143000.json"));
        assertEquals(OptionalInt.of(500), CheckpointStep.in("out/run-3/checkpoint-500/"));
        assertEquals(OptionalInt.of(20), CheckpointStep.in("global_step20"));
        assertEquals(OptionalInt.empty(), CheckpointStep.in("results_2026-01-26T15-20-20.506546.json"));
        assertEquals(OptionalInt.empty(), CheckpointStep.in("footstep9"));
    }
}
