package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.application.ModelResponseService.SuiteResponses;
import io.tiltmeter.evaluator.benchmark.BenchmarkAnswer;
import io.tiltmeter.evaluator.benchmark.BenchmarkResults;
import io.tiltmeter.evaluator.benchmark.BenchmarkSamples;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.evaluator.benchmark.HarnessResults;
import io.tiltmeter.evaluator.benchmark.HarnessRun;
import io.tiltmeter.evaluator.benchmark.HarnessSample;
import io.tiltmeter.evaluator.benchmark.SuiteResults;
import io.tiltmeter.evaluator.benchmark.TaskResult;
import io.tiltmeter.evaluator.evaluation.BenchmarkResponses;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.AsBenchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.StoredResponses;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes outcomes in the shape of lm-evaluation-harness: of benchmarks, and of other suites what {@code contains} found.
 * What the harness has no field for is in each task's metadata.
 */
@Singleton
public class HarnessWriter {
    private final EvaluationArtifacts artifacts;
    private final BenchmarkTasks benchmarks;

    public HarnessWriter(EvaluationArtifacts artifacts, BenchmarkTasks benchmarks) {
        this.artifacts = artifacts;
        this.benchmarks = benchmarks;
    }

    /**
     * Nothing for other scorers: the harness has one result a task.
     *
     * @param folder the attempt's, in the artifact store
     */
    Optional<HarnessFiles> write(
            String folder,
            EvaluationTask task,
            SuiteSelection items,
            ScorerId scorer,
            SuiteResponses responses,
            List<ItemOutcome> outcomes)
            throws IOException {
        boolean isBenchmark = task.method() instanceof AsBenchmark;
        if (!isBenchmark && !scorer.name().equals(ContainsScorer.NAME)) {
            return Optional.empty();
        }
        Map<String, List<HarnessSample>> samples = new TreeMap<>();
        List<TaskResult> results = new ArrayList<>();
        if (isBenchmark) {
            BenchmarkTask benchmark = benchmarks.of(task, items);
            results.addAll(BenchmarkResults.of(benchmark, outcomes));
            samples.putAll(BenchmarkSamples.of(benchmark, answers(responses.items())));
        } else {
            SuiteRef suite = task.suite();
            results.add(SuiteResults.of(
                    suite.task(), suite.kind(), scorer.version(), items.suite().size(), outcomes));
            samples.put(suite.task(), samples(task, items, outcomes));
        }
        Map<String, Object> metadata = metadata(task, scorer);
        Map<String, String> hashes = new TreeMap<>();
        samples.forEach((name, lines) -> hashes.put(name, HarnessSample.taskHash(lines)));
        Map<String, Object> json = HarnessResults.of(
                run(task, responses.stored()),
                results.stream().map(result -> result.withMetadata(metadata)).toList(),
                hashes);
        return Optional.of(new HarnessFiles(
                artifacts.writeResults(folder, scorer, json), artifacts.writeSamples(folder, scorer, lines(samples))));
    }

    private static Map<String, BenchmarkAnswer> answers(List<ModelResponse> responses) {
        return responses.stream()
                .filter(response -> !response.isLeftOut())
                .collect(Collectors.toMap(ModelResponse::itemId, BenchmarkResponses::answer));
    }

    private static List<HarnessSample> samples(EvaluationTask task, SuiteSelection items, List<ItemOutcome> outcomes) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        items.suite().forEach(item -> positions.put(item.id(), positions.size()));
        List<HarnessSample> samples = new ArrayList<>();
        Map<String, SuiteItem> byId =
                items.selected().stream().collect(Collectors.toMap(SuiteItem::id, Function.identity()));
        for (ItemOutcome outcome : outcomes) {
            SuiteItem item = byId.get(outcome.itemId());
            samples.add(SuiteResults.sample(
                    task.suite().task(),
                    task.suite().kind(),
                    positions.get(item.id()),
                    item,
                    prompt(task, item),
                    generation(task),
                    outcome));
        }
        return samples;
    }

    /** Instruction and input, without the words of the template. */
    private static String prompt(EvaluationTask task, SuiteItem item) {
        Arm arm = task.arm().orElseThrow();
        String input = arm.input(item.question(), item.context());
        String instruction = arm.instruction(item.question(), item.context());
        return input.isBlank() ? instruction : instruction + "\n\n" + input;
    }

    private static Map<String, Object> generation(EvaluationTask task) {
        Arm arm = task.arm().orElseThrow();
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("max_gen_toks", arm.maxNewTokens());
        arguments.put("do_sample", arm.sampling().isPresent());
        arm.sampling().map(Sampling::temperature).ifPresent(it -> arguments.put("temperature", it));
        return arguments;
    }

    private static Map<String, Object> metadata(EvaluationTask task, ScorerId scorer) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("suite", task.suite().suiteId());
        metadata.put("suite_sha256", task.suite().items().sha256());
        metadata.put("arm", task.method().name());
        metadata.put("template", task.template());
        metadata.put("scorer", scorer.fileName());
        metadata.put("identity", task.identity());
        return metadata;
    }

    private static HarnessRun run(EvaluationTask task, StoredResponses responses) {
        String[] engine = responses.engine().split(" ");
        String weights = task.model().weightsSha256().orElse(task.model().key());
        HarnessRun.Model model = new HarnessRun.Model(
                task.model().model().uri(),
                "artifact=" + task.model().model().uri()
                        + task.model().base().map(base -> ",base=" + base.uri()).orElse(""),
                engine.length > 3 ? engine[3] : "",
                weights);
        HarnessRun.Execution execution = new HarnessRun.Execution(
                responses.batching(),
                engine.length > 2 ? engine[2] : "",
                task.subset().map(Subset::limit),
                task.arm().flatMap(Arm::sampling).map(Sampling::seed).orElse(0L));
        return new HarnessRun(
                model,
                execution,
                task.arm().map(arm -> PromptTemplate.named(task.template()).outline()),
                responses.startedAt(),
                Duration.between(responses.startedAt(), responses.finishedAt()),
                Map.of("engine", responses.engine(), "part", part(task)));
    }

    private static String part(EvaluationTask task) {
        return (task.method() instanceof AsBenchmark ? ResponseKind.RESPONSES : ResponseKind.ANSWERS).id();
    }

    private static List<Map<String, Object>> lines(Map<String, List<HarnessSample>> samples) {
        return samples.values().stream()
                .flatMap(List::stream)
                .map(sample -> {
                    Map<String, Object> line = new LinkedHashMap<>(sample.json());
                    line.put("task", sample.task());
                    return line;
                })
                .toList();
    }
}
