package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.dataset.rest.Evaluators.Outcome;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labelings through requests, evaluators' results and the store; a shard has 256 examples, so the rows here make three. */
@QuarkusTest
class LabelingServiceIT {
    private static final String LABELINGS = "/api/v1/labelings";
    private static final int WITH_CONTEXT = 600;
    private static final int WITHOUT = 40;
    private static final int SCORED_WITH_CONTEXT = WITH_CONTEXT - 1;

    @Inject
    ArtifactStore artifacts;

    @Test
    void rowsAreLabelledByMeasuredLosses() throws Exception {
        source("labelled");
        try (Evaluators evaluators = evaluators("judge", (request, times) -> Outcome.SCORED)) {
            String location = post(LABELINGS, """
                            {"source": "labelled", "model": "run:judge", "template": "alpaca"}""")
                    .statusCode(202)
                    .body("status", equalTo("building"))
                    .body("model", equalTo("run:judge@7"))
                    .body("source_id", equalTo("labelled.v1"))
                    .body("measuring", hasSize(1))
                    .extract()
                    .header("Location");
            ready(location)
                    .body("class_counts.subject_critical", equalTo(WITHOUT))
                    .body("class_counts.non_context_critical", equalTo(SCORED_WITH_CONTEXT / 4))
                    .body("class_counts.context_critical", equalTo(SCORED_WITH_CONTEXT - SCORED_WITH_CONTEXT / 4))
                    .body("class_counts.unlabelled", equalTo(1))
                    .body("measuring[0].examples_done", equalTo(WITH_CONTEXT))
                    .body("measuring[0].unscored", equalTo(1));
            assertEquals(3, evaluators.requests().size());
            get(location + "/labels?limit=2&offset=598")
                    .body("total", equalTo(WITH_CONTEXT + WITHOUT))
                    .body("labels[0].row", equalTo(599))
                    .body("labels[1].example_class", equalTo("unlabelled"));
        }
    }

    @Test
    void measurementsThatExistAreNotRequestedAgain() throws Exception {
        source("measured-once");
        try (Evaluators evaluators = evaluators("once", (request, times) -> Outcome.SCORED)) {
            String request = "{\"source\": \"measured-once\", \"model\": \"run:once\", \"template\": \"alpaca\"}";
            String location = post(LABELINGS, request).extract().header("Location");
            ready(location);
            String anotherShare = post(LABELINGS, """
                            {"source": "measured-once.v1", "model": "run:once@7", "template": "alpaca", "share": 0.5}""")
                    .statusCode(202)
                    .header("Location", containsString(LABELINGS + "/labeling-"))
                    .extract()
                    .header("Location");
            ready(anotherShare);
            post(LABELINGS, request)
                    .statusCode(200)
                    .header("Location", endsWith(location.substring(location.indexOf("/api"))));
            assertEquals(3, evaluators.requests().size(), "the same losses were requested again");
        }
    }

    @Test
    void lostRepeatedAndDamagedResultsChangeNoLabel() throws Exception {
        source("disturbed");
        String undisturbed;
        try (Evaluators evaluators = evaluators("calm", (request, times) -> Outcome.SCORED)) {
            undisturbed = labels("disturbed", "run:calm");
        }
        try (Evaluators evaluators = evaluators("wild", (request, times) -> switch (request.shard()) {
            case 0 -> Outcome.PUBLISHED_TWICE;
            case 1 -> times == 1 ? Outcome.LOST : Outcome.SCORED;
            default -> times <= 1 ? Outcome.DAMAGED : times == 2 ? Outcome.IN_WRONG_ORDER : Outcome.SCORED;
        })) {
            assertEquals(undisturbed, labels("disturbed", "run:wild"));
            assertTrue(evaluators.requests().size() > 3, "nothing was requested again");
        }
    }

    @Test
    void aLabelingFailsWhenEvaluatorsFailAndIsMadeWhenRequestedAgain() throws Exception {
        source("hopeless");
        try (Evaluators evaluators =
                evaluators("small", (request, times) -> times == 1 ? Outcome.FAILED : Outcome.SCORED)) {
            String request = "{\"source\": \"hopeless\", \"model\": \"run:small\"}";
            String location = post(LABELINGS, request).statusCode(202).extract().header("Location");
            failed(location)
                    .body("reason", containsString("the model does not fit"))
                    .body("measuring[0].status", equalTo("failed"));
            post(LABELINGS, request).statusCode(202);
            ready(location).body("class_counts.subject_critical", equalTo(WITHOUT));
        }
    }

    @Test
    void tokensOfASourceAreCountedByTheNamedTokenizer() throws Exception {
        try (Evaluators evaluators = evaluators("counter", (request, times) -> Outcome.SCORED)) {
            upload("/api/v1/sources?name=counted&tokenizer=run:counter", rows()).statusCode(202);
            String path = "/api/v1/sources/counted.v1";
            await().until(() -> given().get(path).path("token_counts[0].status"), "done"::equals);
            int longest = get(path)
                    .body("token_counts[0].examples_total", equalTo(WITH_CONTEXT + WITHOUT))
                    .body("token_counts[0].measure", equalTo("tokens"))
                    .body("token_counts[0].model", equalTo("run:counter@7"))
                    .body("token_counts[0].longest_tokens", greaterThan(0))
                    .extract()
                    .path("token_counts[0].longest_tokens");
            get(path).body("token_counts[0].tokens", greaterThan(longest));
        }
    }

    @Test
    void allUnknownNamesAreReportedAtOnce() {
        post(LABELINGS, "{\"source\": \"nowhere\", \"model\": \"run:nobody\", \"share\": 0.3}")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("source", "model"));
    }

    @Test
    void allInvalidFieldsAreReportedAtOnce() {
        post(LABELINGS, "{\"source\": \"nowhere\", \"model\": \"gpt2\", \"share\": 1.5, \"score\": \"luck\"}")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("model", "share", "score"));
    }

    @Test
    void anUnknownLabelingIsNotFound() {
        get(LABELINGS + "/nowhere").statusCode(404);
    }

    private static String labels(String source, String model) {
        String location = post(LABELINGS, "{\"source\": \"" + source + "\", \"model\": \"" + model + "\"}")
                .extract()
                .header("Location");
        ready(location);
        return given().get(location + "/labels.jsonl").asString();
    }

    /** Returns when the service knows their run. */
    private Evaluators evaluators(String runId, Evaluators.Behaviour behaviour) {
        Evaluators evaluators = new Evaluators(artifacts, runId, behaviour);
        await().until(() -> !post(LABELINGS, "{\"source\": \"nowhere\", \"model\": \"run:" + runId + "\"}")
                .extract()
                .asString()
                .contains("no checkpoint of this run"));
        return evaluators;
    }

    private static void source(String name) {
        upload("/api/v1/sources?name=" + name, rows() + name).statusCode(202);
        ready("/api/v1/sources/" + name + ".v1");
    }

    private static String rows() {
        return IntStream.rangeClosed(1, WITH_CONTEXT + WITHOUT)
                .mapToObj(i -> "{\"instruction\": \"What is told?\", \"input\": \""
                        + (i <= WITH_CONTEXT ? "Number " + i + " is told." : "") + "\", \"output\": \""
                        + (i == WITH_CONTEXT ? "endless" : "number " + i) + "\"}\n")
                .collect(Collectors.joining());
    }
}
