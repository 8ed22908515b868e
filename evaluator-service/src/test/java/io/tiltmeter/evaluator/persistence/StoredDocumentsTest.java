package io.tiltmeter.evaluator.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluations;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents of database and artifact store are written as earlier versions wrote them, and theirs can be read. */
class StoredDocumentsTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:16:38.702Z");
    private static final Map<String, Object> DOCUMENTS = documents();
    static final Map<String, String> STORED = stored();

    static List<String> names() {
        return List.copyOf(DOCUMENTS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aDocumentIsWrittenAsBefore(String name) {
        assertEquals(STORED.get(name), Json.write(DOCUMENTS.get(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aStoredDocumentCanBeRead(String name) {
        Object document = DOCUMENTS.get(name);
        assertEquals(document, Json.read(STORED.get(name), document.getClass()));
    }

    @Test
    void identitiesOfEvaluationsHaveNotChanged() {
        Map<String, String> identities = new LinkedHashMap<>();
        evaluations()
                .forEach((name, evaluation) ->
                        identities.put(name, evaluation.task().identity()));
        Map<String, String> expected = new LinkedHashMap<>();
        identities.keySet().forEach(name -> expected.put(name, STORED.get("identity of " + name)));
        assertEquals(expected, identities);
    }

    private static Map<String, Object> documents() {
        Map<String, Object> documents = new LinkedHashMap<>(evaluations());
        evaluations().forEach((name, evaluation) -> documents.put("task of " + name, evaluation.task()));
        documents.put("answers", new ModelResponse("item-1", List.of("It is Lyon.", "Paris"), List.of(), List.of()));
        documents.put(
                "likelihoods",
                new ModelResponse(
                        "item-2",
                        List.of("Paris", "Lyon"),
                        List.of(
                                new AnswerLikelihood(List.of(5, 6), List.of(-0.1, -2.5)),
                                new AnswerLikelihood(List.of(7), List.of(-3.0))),
                        List.of(false, true)));
        StoredResponses responses =
                new StoredResponses(artifact("answers"), 2, "pytorch 2.7.1 cpu float32", "one by one", "e-1", AT, AT);
        documents.put("responses", responses);
        documents.put(
                "score",
                new StoredScore(
                        artifact("outcomes"),
                        2,
                        1,
                        0,
                        1,
                        Map.of("accuracy", 0.5),
                        responses,
                        Optional.of(new HarnessFiles(artifact("results"), artifact("samples")))));
        AdoptionTask adoption = new AdoptionTask(
                "trl-sft",
                500,
                "outputs/trl-sft/checkpoint-500",
                Optional.of("base"),
                Optional.of(0.5),
                Optional.empty(),
                Optional.empty());
        documents.put("adoption", adoption);
        documents.put("adopted", checkpoint(500, plan()));
        documents.put(
                "adopted run",
                new AdoptedRun(
                        "trl-sft",
                        "tulu",
                        List.of(suite("facts", SuiteKind.KNOWLEDGE_CONFLICT, "cf")),
                        plan(),
                        Optional.of("base"),
                        2000,
                        Optional.empty(),
                        Map.of("path", "outputs/trl-sft"),
                        AT));
        return documents;
    }

    /** Every way to put a suite to a model. */
    private static Map<String, RequestedEvaluation> evaluations() {
        Map<String, RequestedEvaluation> evaluations = new TreeMap<>();
        RequestedEvaluations.of(checkpoint(0, plan()))
                .forEach(evaluation -> evaluations.put(evaluation.id(), evaluation));
        RequestedEvaluations.of(checkpoint(7, EvaluationPlan.DEFAULT))
                .forEach(evaluation -> evaluations.put(evaluation.id(), evaluation));
        return evaluations;
    }

    private static CheckpointReady checkpoint(int step, EvaluationPlan plan) {
        return new CheckpointReady(
                "trl-sft",
                "trl",
                step,
                2000,
                step / 4.0,
                artifact("model"),
                step > 0 ? Optional.of(artifact("base")) : Optional.empty(),
                "c".repeat(64),
                "tulu",
                List.of(
                        suite("facts", SuiteKind.KNOWLEDGE_CONFLICT, "cf"),
                        suite("closed", SuiteKind.STANDARD, "closed_book"),
                        suite("mmlu.v1", SuiteKind.STANDARD, "mmlu"),
                        suite("gsm8k.v1", SuiteKind.STANDARD, "gsm8k")),
                1.25,
                AT,
                Optional.of(plan));
    }

    private static EvaluationPlan plan() {
        return new EvaluationPlan(
                List.of("contains", "logprob", "judge"),
                List.of(
                        Arm.plain(24),
                        new Arm(
                                "sampled",
                                "In the text, {question}",
                                "",
                                "It is",
                                0,
                                Optional.of(new Sampling(5, 0.7, 0.9, 3)),
                                9),
                        new Arm("cad", "{question}", "{context}", "", 0.5, Optional.empty(), 24),
                        Arm.of("opinion", PromptStyle.OPINION, 24)),
                0.5,
                Optional.of(new KnowledgeFilter(5, 1)),
                List.of(new FewShot("mmlu", 5, Optional.of(suite("mmlu-dev.v1", SuiteKind.STANDARD, "mmlu")))),
                Optional.of(new Subset(200, Optional.of(4L))));
    }

    private static SuiteRef suite(String id, SuiteKind kind, String task) {
        return new SuiteRef(id, kind, task, 300, artifact(id));
    }

    private static ArtifactRef artifact(String name) {
        return ArtifactRef.of(
                "files/" + name, String.format("%08x", name.hashCode()).repeat(8), 1);
    }

    private static Map<String, String> stored() {
        Map<String, String> stored = new LinkedHashMap<>();
        try (InputStream in = StoredDocumentsTest.class.getResourceAsStream("/persistence/stored.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] parts = line.split("\t", 2);
                stored.put(parts[0], parts[1]);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return stored;
    }
}
