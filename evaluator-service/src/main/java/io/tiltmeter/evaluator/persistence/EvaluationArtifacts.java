package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.AsBenchmark;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What an evaluation reads and writes in the artifact store. The same content gives the same bytes. Every attempt has a
 * folder of its own, so that one that lost its lease overwrites nothing.
 */
@Singleton
public class EvaluationArtifacts {
    private final ArtifactStore artifacts;

    public EvaluationArtifacts(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** The suite of a task, as {@link #items(SuiteRef)}, and the items that are evaluated. */
    public SuiteSelection items(EvaluationTask task) throws IOException {
        Optional<Benchmark> benchmark = task.method() instanceof AsBenchmark as
                ? Benchmark.named(as.shots().task())
                : Optional.empty();
        return SuiteSelection.of(
                items(task.suite()),
                task.subset(),
                item -> benchmark.map(known -> known.taskOf(item)).orElse(""));
    }

    /**
     * All items of a suite, in its order.
     *
     * @throws ArtifactDamaged if the file is missing or changed, or has another number of items than published
     */
    public List<SuiteItem> items(SuiteRef suite) throws IOException {
        List<SuiteItem> items = lines(suite.items(), SuiteItem.class);
        if (items.size() != suite.itemCount()) {
            throw new ArtifactDamaged(suite.items().uri() + " has " + items.size() + " items, but suite "
                    + suite.suiteId() + " was published with " + suite.itemCount());
        }
        return items;
    }

    /** Complete responses, in the suite's order. */
    public List<ModelResponse> responses(StoredResponses responses) throws IOException {
        return lines(responses.file(), ModelResponse.class);
    }

    /** A scorer's outcomes, in the suite's order. */
    public List<ItemOutcome> outcomes(StoredScore score) throws IOException {
        return lines(score.outcomes(), ItemOutcome.class);
    }

    /** Stores one response a line. */
    public ArtifactRef writeResponses(String folder, ResponseKind kind, List<ModelResponse> responses)
            throws IOException {
        return write(folder + "/" + kind.id() + ".jsonl", responses);
    }

    /** Stores one outcome a line. */
    public ArtifactRef writeOutcomes(String folder, ScorerId scorer, List<ItemOutcome> outcomes) throws IOException {
        return write(folder + "/" + scorer.fileName() + ".jsonl", outcomes);
    }

    /** Stores the lines of lm-evaluation-harness' samples. */
    public ArtifactRef writeSamples(String folder, ScorerId scorer, List<?> samples) throws IOException {
        return write(folder + "/harness/" + scorer.fileName() + "-samples.jsonl", samples);
    }

    /** Stores an object of lm-evaluation-harness' results. */
    public ArtifactRef writeResults(String folder, ScorerId scorer, Object results) throws IOException {
        return artifacts.writeFile(
                folder + "/harness/" + scorer.fileName() + "-results.json",
                out -> out.write(Json.mapper().writeValueAsBytes(results)));
    }

    private ArtifactRef write(String path, List<?> documents) throws IOException {
        return artifacts.writeFile(path, out -> JsonLines.write(documents.stream(), out));
    }

    private <T> List<T> lines(ArtifactRef file, Class<T> type) throws IOException {
        return JsonLines.readAll(artifacts.file(file), type);
    }
}
