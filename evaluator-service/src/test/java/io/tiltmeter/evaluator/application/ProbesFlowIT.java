package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.languagemodel.inference.ContextAttention;
import io.tiltmeter.languagemodel.inference.GradientComparison;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.inference.WeightedContinuation;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is measured inside a model at a checkpoint is published once, beside the scores of its answers. */
@QuarkusTest
class ProbesFlowIT extends TestWithBroker {
    private static final List<String> CLASSES = List.of("subject_critical", "context_critical", "non_context_critical");

    @Inject
    ArtifactStore artifacts;

    @Test
    void attentionToTheContextIsThatOfTheTokensBetweenTheWordsOfTheTemplate() throws Exception {
        PublishedCheckpoints published = published(Arm.plain(24), Arm.of("opinion", PromptStyle.OPINION, 24));
        SuiteRef suite = published.conflictSuite("attended", 9);
        CheckpointReady checkpoint = published.checkpoint("attended", 5, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, "attended", checkpoint);
        broker.publish(EventTypes.CHECKPOINT_READY, "attended", checkpoint);
        List<SuiteEvaluated> scores = broker.awaitEvents(EventTypes.SUITE_EVALUATED, "attended", 2);
        assertTrue(scores.stream().allMatch(score -> score.scorer().equals("contains")), "a probe is no scorer");
        ProbeMeasured found = measured("attended", 1).get(0);
        assertEquals("attention template 9 0", describe(found));
        double expected = attention(checkpoint, lines(suite)).stream()
                .mapToDouble(each -> each.shareByLayer().get(0))
                .average()
                .orElseThrow();
        assertEquals(expected, found.values().get("layer_0"), 1e-6);
        assertEquals(expected, found.values().get("mean"), 1e-6, "of one layer");
        assertTrue(expected > 0.1 && expected < 1, "the share is " + expected);
        assertEquals(9, Files.readAllLines(artifacts.file(found.outcomes())).size());
        get("/api/v1/evaluations/attended/5/attended/template")
                .then()
                .body("scorers", equalTo(List.of("contains", "attention")))
                .body("items_done", equalTo(18));
    }

    @Test
    void itemsWithoutAContextInTheirPromptAreLeftOutAndCounted() throws Exception {
        PublishedCheckpoints published = published(Arm.of("bare", PromptStyle.WITHOUT_CONTEXT, 24));
        SuiteRef suite = published.conflictSuite("unattended", 4);
        broker.publish(
                EventTypes.CHECKPOINT_READY, "unattended", published.checkpoint("unattended", 5, List.of(suite)));
        ProbeMeasured found = measured("unattended", 1).get(0);
        assertEquals("attention bare 0 4", describe(found));
        assertEquals(Map.of(), found.values());
        get("/api/v1/evaluations/unattended/5/unattended/bare").then().body("status", equalTo("done"));
    }

    @Test
    void lossesOfStandardSuitesAreThoseOfTheirAnswersByClass() throws Exception {
        PublishedCheckpoints published = published(Arm.plain(24));
        CheckpointReady checkpoint = published.checkpoint("losses", 5, standard(published, "losses-"));
        broker.publish(EventTypes.CHECKPOINT_READY, "losses", checkpoint);
        for (ProbeMeasured found : measured("losses", 3)) {
            String ofClass = found.suite().task();
            assertEquals("class_losses template 3 0", describe(found));
            assertEquals(List.of(ofClass), List.copyOf(found.values().keySet()));
            assertEquals(loss(checkpoint, items(ofClass)), found.values().get(ofClass), 1e-5);
        }
    }

    @Test
    void gradientsOfEachClassAreComparedWithThatOfTheMargin() throws Exception {
        PublishedCheckpoints published = published(List.of(EvaluationPlan.CLASS_GRADIENTS), Arm.plain(24));
        List<SuiteRef> suites = new ArrayList<>(standard(published, "slopes-"));
        SuiteRef conflict = published.conflictSuite("slopes", 4);
        suites.add(conflict);
        CheckpointReady checkpoint = published.checkpoint("slopes", 5, suites);
        broker.publish(EventTypes.CHECKPOINT_READY, "slopes", checkpoint);
        ProbeMeasured found = measured("slopes", 1).get(0);
        assertEquals("class_gradients template 3 0", describe(found));
        assertEquals("slopes", found.suite().suiteId());
        List<GradientComparison> expected = gradients(checkpoint, lines(conflict));
        for (int i = 0; i < CLASSES.size(); i++) {
            String ofClass = CLASSES.get(i);
            assertEquals(3, found.values().get(ofClass + "_items"));
            assertEquals(expected.get(i).norm(), found.values().get(ofClass + "_norm"), 1e-4);
            assertEquals(expected.get(i).product(), found.values().get(ofClass + "_product"), 1e-4);
            assertEquals(expected.get(i).cosine(), found.values().get(ofClass + "_cosine"), 1e-3);
        }
        assertEquals(expected.get(0).referenceNorm(), found.values().get("margin_norm"), 1e-4);
        assertTrue(expected.get(0).referenceNorm() > 1e-3, "the gradient of the margin is too small to compare");
        get("/api/v1/evaluations/slopes/5/slopes/gradients").then().body("status", equalTo("done"));
    }

    private PublishedCheckpoints published(Arm... arms) {
        return published(List.of(EvaluationPlan.ATTENTION, EvaluationPlan.CLASS_LOSSES), arms);
    }

    private PublishedCheckpoints published(List<String> probes, Arm... arms) {
        return new PublishedCheckpoints(
                artifacts,
                new EvaluationPlan(
                        List.of(EvaluationPlan.CONTAINS),
                        List.of(arms),
                        1,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        probes));
    }

    private static List<SuiteRef> standard(PublishedCheckpoints published, String prefix) throws Exception {
        List<SuiteRef> suites = new ArrayList<>();
        for (String name : CLASSES) {
            SuiteRef stored = published.suite(prefix + name.charAt(0), items(name));
            suites.add(new SuiteRef(stored.suiteId(), SuiteKind.STANDARD, name, stored.itemCount(), stored.items()));
        }
        return suites;
    }

    private static List<SuiteItem> items(String ofClass) {
        List<SuiteItem> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SuiteItem item = PublishedCheckpoints.item(i, "A" + i, "A" + i);
            items.add(
                    switch (ofClass) {
                        case "subject_critical" -> item.withTexts("", item.question(), "", item.memoryAnswer());
                        case "context_critical" ->
                            item.withTexts(item.context(), item.question(), item.contextAnswer(), "");
                        default -> item;
                    });
        }
        return items;
    }

    private List<ProbeMeasured> measured(String run, int count) {
        return broker.awaitEvents(EventTypes.PROBE_MEASURED, run, count);
    }

    private static String describe(ProbeMeasured found) {
        return "%s %s %d %d".formatted(found.probe(), found.arm(), found.itemCount(), found.itemsLeftOut());
    }

    private List<SuiteItem> lines(SuiteRef suite) throws Exception {
        List<SuiteItem> items = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(suite.items()))) {
            items.add(Json.mapper().readValue(line, SuiteItem.class));
        }
        return items;
    }

    /** Prompts and contexts by the words of the template, of which each is a token. */
    private List<ContextAttention> attention(CheckpointReady checkpoint, List<SuiteItem> items) throws Exception {
        Path folder = artifacts.folder(checkpoint.model());
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
                LanguageModel model = LanguageModel.load(folder)) {
            List<int[]> prompts = new ArrayList<>();
            List<ContextSpan> contexts = new ArrayList<>();
            for (SuiteItem item : items) {
                List<String> words = Arrays.asList(prompt(item).split(" "));
                prompts.add(tokenizer.encode(prompt(item)));
                contexts.add(new ContextSpan(words.indexOf("Input") + 2, words.indexOf("Response") - 1));
            }
            return model.attentionToContext(prompts, contexts);
        }
    }

    private double loss(CheckpointReady checkpoint, List<SuiteItem> items) throws Exception {
        Path folder = artifacts.folder(checkpoint.model());
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
                LanguageModel model = LanguageModel.load(folder)) {
            return items.stream()
                    .mapToDouble(item -> -model.logLikelihoods(List.of(new ContinuationIds(
                                    tokenizer.encode(prompt(item)), tokenizer.encode(answer(item)))))
                            .get(0)
                            .tokenLogProbsNats()
                            .get(0))
                    .average()
                    .orElseThrow();
        }
    }

    /** Of the classes in their order. */
    private List<GradientComparison> gradients(CheckpointReady checkpoint, List<SuiteItem> conflict) throws Exception {
        Path folder = artifacts.folder(checkpoint.model());
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
                LanguageModel model = LanguageModel.load(folder)) {
            List<WeightedContinuation> margin = new ArrayList<>();
            for (SuiteItem item : conflict) {
                margin.add(term(tokenizer, item, item.contextAnswer(), 0.25));
                margin.add(term(tokenizer, item, item.memoryAnswer(), -0.25));
            }
            return model.compareGradients(
                    margin,
                    CLASSES.stream()
                            .map(ofClass -> items(ofClass).stream()
                                    .map(item -> term(tokenizer, item, answer(item), 1 / 3.0))
                                    .toList())
                            .toList());
        }
    }

    private static WeightedContinuation term(Tokenizer tokenizer, SuiteItem item, String answer, double weight) {
        return new WeightedContinuation(
                new ContinuationIds(tokenizer.encode(prompt(item)), tokenizer.encode(answer)), weight);
    }

    private static String answer(SuiteItem item) {
        return item.contextAnswer().isEmpty() ? item.memoryAnswer() : item.contextAnswer();
    }

    private static String prompt(SuiteItem item) {
        String input = item.context().isEmpty() ? "" : " ### Input : " + item.context();
        return "<bos> ### Instruction : " + item.question() + input + " ### Response :";
    }
}
