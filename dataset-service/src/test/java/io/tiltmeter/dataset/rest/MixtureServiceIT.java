package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.event;
import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mixtures of sources, through requests, evaluators' results and the store. */
@QuarkusTest
class MixtureServiceIT {
    private static final String MIXTURES = "/api/v1/mixtures";
    private static final String SWEEP = MIXTURES + "/augmentation-sweep";
    private static final int WITH_CONTEXT = 40;
    private static final int WITHOUT = 20;

    /** Keeps the half of the rows with context whose losses are the most context-critical. */
    private static final String CONTEXT_CRITICAL = """
            {"mixture_id": "%s", "recipe": "sources", "seed": 7, "template": "alpaca",
             "max_length": 1000, "tokenizer": "run:%s",
             "parts": [{"source": "%s", "filters": [
               {"filter": "context_only"}, {"filter": "context_critical", "model": "run:%2$s", "share": 0.5}]}]}""";

    @Inject
    ArtifactStore artifacts;

    @Test
    void contextCriticalExamplesAreChosenByMeasuredLosses() throws Exception {
        source("critical");
        try (Evaluators evaluators = evaluators("scale")) {
            mixture(CONTEXT_CRITICAL.formatted("critical-only", "scale", "critical"))
                    .body("recipe.parts[0].source", equalTo("critical.v1"))
                    .body("recipe.parts[0].filters[1].model", equalTo("run:scale@7"))
                    .body("measuring", hasSize(2))
                    .body("class_counts.context_critical", equalTo(WITH_CONTEXT / 2))
                    .body("example_count", equalTo(WITH_CONTEXT / 2));
            for (TrainingExample example : examples("critical-only")) {
                ExampleLosses losses = example.origin().orElseThrow().losses().orElseThrow();
                assertEquals(Evaluators.losses(example), losses, example.id());
                assertEquals(ExampleClass.CONTEXT_CRITICAL, example.exampleClass());
            }
        }
    }

    @Test
    void theReportCountsWhatEachFilterKept() throws Exception {
        source("reported");
        try (Evaluators evaluators = evaluators("reporter")) {
            mixture(CONTEXT_CRITICAL.formatted("reported", "reporter", "reported"));
            get(MIXTURES + "/reported/report")
                    .statusCode(200)
                    .body("parts[0].filters.filter", equalTo(List.of("context_only", "context_critical", "max_length")))
                    .body("parts[0].filters[0].removed", equalTo(WITHOUT))
                    .body("parts[0].filters[1].kept", equalTo(WITH_CONTEXT / 2))
                    .body("parts[0].filters[1].removed_share", equalTo(0.5f))
                    .body("parts[0].filters[1].histogram.cut_off", notNullValue())
                    .body("parts[0].filters[1].removed_examples.size()", greaterThan(0));
        }
    }

    @Test
    void aSecondMixtureUsesTheMeasurementsOfTheFirst() throws Exception {
        source("shared");
        try (Evaluators evaluators = evaluators("sharer")) {
            mixture(CONTEXT_CRITICAL.formatted("shared-first", "sharer", "shared"));
            int requested = evaluators.requests().size();
            mixture(CONTEXT_CRITICAL.formatted("shared-second", "sharer", "shared"));
            assertEquals(requested, evaluators.requests().size(), "existing measurements were requested again");
            assertEquals(
                    event(EventTypes.MIXTURE_READY, "shared-first").examples().sha256(),
                    event(EventTypes.MIXTURE_READY, "shared-second").examples().sha256());
        }
    }

    @Test
    void oneRequestMakesAMixtureForEachRatioOfThePaper() throws IOException {
        source("swept");
        post(SWEEP, """
                        {"mixture": {"mixture_id": "swept", "recipe": "sources", "seed": 3,
                                     "parts": [{"source": "swept"}]}}""")
                .statusCode(202)
                .body(
                        "mixtures.mixture_id",
                        equalTo(List.of("swept-cf0", "swept-cf1", "swept-cf2", "swept-cf5", "swept-cf10")));
        ready(MIXTURES + "/swept-cf0").body("example_count", equalTo(WITH_CONTEXT + WITHOUT));
        ready(MIXTURES + "/swept-cf10").body("example_count", equalTo(WITH_CONTEXT + WITHOUT + 6));
        List<TrainingExample> augmented = examples("swept-cf10").stream()
                .filter(example -> example.origin().orElseThrow().substitution().isPresent())
                .toList();
        assertEquals(6, augmented.size());
        for (TrainingExample example : augmented) {
            String original =
                    example.origin().orElseThrow().substitution().orElseThrow().original();
            assertTrue(!(example.input() + example.output()).contains(original), example.toString());
        }
    }

    @Test
    void aMixtureWhoseFiltersRemoveAllRowsFailsWithTheNameOfTheFilter() {
        source("emptied");
        post(MIXTURES, """
                        {"mixture_id": "emptied", "recipe": "sources", "seed": 1,
                         "parts": [{"source": "emptied", "filters": [{"filter": "regex", "pattern": "xyzzy"}]}]}""").statusCode(202);
        failed(MIXTURES + "/emptied").body("reason", containsString("regex"));
    }

    @Test
    void faultsOfPartsAndFiltersAreReportedWithTheirFields() {
        source("faulty");
        post(MIXTURES, """
                        {"recipe": "sources", "seed": 1, "parts": [
                          {"source": "faulty", "share": 1.2, "filters": [{"filter": "magic"}]},
                          {"source": "faulty", "share": 0.4, "filters": [{"filter": "regex", "pattern": "("}]}]}""")
                .statusCode(400)
                .body("faults.field", hasItem("parts[0].share"))
                .body("faults.field", hasItem("parts[0].filters[0].filter"))
                .body("faults.field", hasItem("parts[1].filters[0].pattern"));
    }

    @Test
    void unknownSourcesSuitesAndModelsAreReportedWithTheirFields() {
        post(MIXTURES, """
                        {"recipe": "sources", "seed": 1, "tokenizer": "run:nobody", "max_length": 9, "parts": [
                          {"source": "nowhere", "filters": [{"filter": "overlap", "suite": "nothing"},
                            {"filter": "context_critical", "model": "run:nobody"}]}]}""")
                .statusCode(400)
                .body(
                        "faults.field",
                        containsInAnyOrder(
                                "tokenizer",
                                "parts[0].source",
                                "parts[0].filters[0].suite",
                                "parts[0].filters[1].model"));
    }

    @Test
    void faultsOfASweepAreReportedWithTheirFields() {
        post(SWEEP, "{\"mixture\": {\"recipe\": \"lab_instruction\", \"seed\": 1}, \"ratios\": [0, 2, 0]}")
                .statusCode(400)
                .body(
                        "faults.field",
                        containsInAnyOrder("mixture.mixture_id", "mixture.recipe", "ratios[1]", "ratios[2]"));
    }

    @Test
    void theReportOfAnUnknownMixtureIsNotFound() {
        get(MIXTURES + "/nowhere/report").statusCode(404);
    }

    private Evaluators evaluators(String runId) {
        return new Evaluators(artifacts, runId, (request, times) -> Evaluators.Outcome.SCORED);
    }

    /** Requests a mixture until its run is known, and waits until it is ready. */
    private static ValidatableResponse mixture(String request) {
        String location = await().until(
                        () -> post(MIXTURES, request).extract(), response -> response.statusCode() != 400)
                .header("Location");
        return ready(location);
    }

    private List<TrainingExample> examples(String id) throws IOException {
        return JsonLines.readAll(
                artifacts.file(event(EventTypes.MIXTURE_READY, id).examples()), TrainingExample.class);
    }

    private static void source(String name) {
        String rows = IntStream.rangeClosed(1, WITH_CONTEXT + WITHOUT)
                .mapToObj(i -> row(i <= WITH_CONTEXT ? i : -i))
                .collect(Collectors.joining());
        upload("/api/v1/sources?name=" + name, rows + name).statusCode(202);
        ready("/api/v1/sources/" + name + ".v1");
    }

    /** A positive number has a context, which names a person with an invented name. */
    private static String row(int i) {
        String given = "Zar" + (char) ('a' + Math.abs(i) % 26) + "n";
        String family = "Quell" + (char) ('a' + Math.abs(i) / 26) + (char) ('a' + Math.abs(i) % 26) + "or";
        String input = i < 0
                ? ""
                : "The bridge number " + i + " was designed by Dr. " + given + " " + family + ". She lived near it.";
        return "{\"instruction\": \"" + (i < 0 ? "Say " + -i + "." : "Who designed the bridge?") + "\", \"input\": \""
                + input + "\", \"output\": \"" + (i < 0 ? "number " + -i : given + " " + family) + "\"}\n";
    }
}
