package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.event;
import static io.tiltmeter.dataset.rest.DatasetCalls.events;
import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.facts.FactControl;
import io.tiltmeter.dataset.facts.FactSuite;
import io.tiltmeter.dataset.facts.FactSuiteSize;
import io.tiltmeter.dataset.facts.FactSuites;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mixtures and suites of lab worlds, from the request to the events. */
@QuarkusTest
class DatasetServiceIT {
    private static final String MIXTURES = "/api/v1/mixtures";
    private static final String SUITES = "/api/v1/suites";

    /** A mixture that is soon built. */
    private static final String SMALL = """
            {"mixture_id": "%s", "recipe": "lab_instruction", "seed": 20, "example_count": %d}""";

    @Inject
    ArtifactStore artifacts;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Test
    void aStandardMixtureIsBuiltAndPublishedWithItsTokenizer() throws IOException {
        post(MIXTURES, "{\"recipe\": \"lab_instruction\", \"seed\": 20}")
                .statusCode(202)
                .header("Location", endsWith(MIXTURES + "/lab-instruction-20"))
                .body("status", equalTo("building"))
                .body("recipe.example_count", equalTo(8000));
        ready(MIXTURES + "/lab-instruction-20")
                .body("example_count", equalTo(8000))
                .body("class_counts.context_critical", equalTo(2400))
                .body("class_counts.non_context_critical", equalTo(4000))
                .body("class_counts.subject_critical", equalTo(1600))
                .body("template", equalTo("lab"));

        MixtureReady ready = event(EventTypes.MIXTURE_READY, "lab-instruction-20");
        assertEquals(
                "artifact:mixtures/lab-instruction-20/examples.jsonl",
                ready.examples().uri());
        assertEquals(8000, Files.readAllLines(artifacts.file(ready.examples())).size());
        assertEquals(
                new LabTokenizer(LabWorld.fromSeed(20)).json(),
                Files.readString(artifacts.file(ready.tokenizer().orElseThrow())));
        assertEquals(List.of(DatasetUpdated.Status.BUILDING), statuses("lab-instruction-20"));
    }

    @Test
    void examplesOfSeedTwentyHaveTheirPinnedHash() {
        String id = post(MIXTURES, "{\"recipe\": \"lab_pretraining\", \"seed\": 20, \"document_count\": 2000}")
                .extract()
                .path("mixture_id");
        ready(MIXTURES + "/" + id)
                .body("examples.sha256", equalTo("cc895b024c3b24493f046bcb87f5f6625ee572ff4011fe2602a33f75234d18e8"));
    }

    @ParameterizedTest
    @EnumSource
    void aLabSuiteIsBuiltAndPublished(LabSuite suite) throws IOException {
        String id = suite.recipe().replace('_', '-') + "-20";
        post(SUITES, "{\"recipe\": \"" + suite.recipe() + "\", \"seed\": 20}")
                .statusCode(202)
                .header("Location", endsWith(SUITES + "/" + id));
        ready(SUITES + "/" + id).body("suite.task", equalTo(suite.task()));
        SuiteReady ready = event(EventTypes.SUITE_READY, id);
        List<SuiteItem> items = items(ready);
        assertEquals(new LabSuites(LabWorld.fromSeed(20)).items(suite), items);
        assertEquals(items.size(), ready.suite().itemCount());
        assertEquals(
                Set.of(LabSuite.CONFLICT, LabSuite.COMPLETION).contains(suite)
                        ? SuiteKind.KNOWLEDGE_CONFLICT
                        : SuiteKind.STANDARD,
                ready.suite().kind());
    }

    @Test
    void aSuiteOfPublicFactsIsBuiltAndPublishedAndLintFindsNothingInIt() throws IOException {
        post(SUITES, "{\"recipe\": \"capitals\", \"seed\": 1}")
                .statusCode(202)
                .header("Location", endsWith(SUITES + "/capitals-1"));
        post(
                        SUITES,
                        "{\"recipe\": \"facts\", \"seed\": 1, \"control\": \"closed_book\", \"size\": \"small\", \"held_out\": true}")
                .statusCode(202)
                .body("suite_id", equalTo("facts-closed-book-small-held-out-1"));
        ready(SUITES + "/capitals-1").body("suite.task", equalTo("cf_capitals"), "recipe.size", equalTo("standard"));
        get(SUITES + "/capitals-1/lint").statusCode(200).body("errors", equalTo(0), "warnings", equalTo(0));
        assertEquals(
                FactSuites.items(FactSuite.CAPITALS, FactControl.CONFLICT, FactSuiteSize.STANDARD, false, 1),
                items(event(EventTypes.SUITE_READY, "capitals-1")));
        ready(SUITES + "/facts-closed-book-small-held-out-1")
                .body("suite.task", equalTo("facts_closed_book"), "suite.item_count", equalTo(50));
        assertEquals(
                SuiteKind.STANDARD,
                event(EventTypes.SUITE_READY, "facts-closed-book-small-held-out-1")
                        .suite()
                        .kind());
    }

    @Test
    void aMixtureAndASuiteOfOneSeedAndSettingsAreOfOneWorld() throws IOException {
        LabWorld world = LabWorld.of(20, new WorldSettings(6, 4, 50, List.of(1.0, 4.0)));
        String fields = "\"seed\": 20, \"world\": {\"subjects_per_group\": 6, \"readers_per_type\": 4,"
                + " \"answers_per_pool\": 50, \"fact_strengths\": [1, 4]}}";
        post(MIXTURES, "{\"mixture_id\": \"small\", \"recipe\": \"lab_pretraining\", " + fields)
                .body("recipe.world.fact_strengths", equalTo(List.of(1.0f, 4.0f)));
        post(SUITES, "{\"suite_id\": \"small-conflict\", \"recipe\": \"lab_conflict\", " + fields)
                .body("recipe.world.subjects_per_group", equalTo(6));
        ready(MIXTURES + "/small");
        ready(SUITES + "/small-conflict").body("suite.item_count", equalTo(72));
        assertEquals(
                new LabTokenizer(world).json(),
                Files.readString(artifacts.file(
                        event(EventTypes.MIXTURE_READY, "small").tokenizer().orElseThrow())));
        assertEquals(
                new LabSuites(world).items(LabSuite.CONFLICT), items(event(EventTypes.SUITE_READY, "small-conflict")));
    }

    @Test
    void allFaultsOfASuitesWorldAreReportedAtOnce() {
        post(
                        SUITES,
                        "{\"recipe\": \"lab_conflict\", \"seed\": 20, \"world\": {\"subjects_per_group\": 1,"
                                + " \"answers_per_pool\": 2, \"fact_strengths\": [1, 4]}}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("world.answers_per_pool", "world.fact_strengths")));
    }

    @Test
    void theSameRequestTwiceBuildsOneMixtureOnce() {
        String request = SMALL.formatted("twice", 50);
        post(MIXTURES, request).statusCode(202);
        ready(MIXTURES + "/twice");
        post(MIXTURES, request).statusCode(200).body("mixture_id", equalTo("twice"));
        event(EventTypes.MIXTURE_READY, "twice");
        assertEquals(List.of(DatasetUpdated.Status.BUILDING), statuses("twice"));
    }

    @Test
    void aRequestThatSpellsOutTheDefaultsIsTheSameRequest() {
        post(MIXTURES, "{\"recipe\": \"lab_instruction\", \"seed\": 5}")
                .body("mixture_id", equalTo("lab-instruction-5"));
        post(MIXTURES, """
                        {"recipe": "lab_instruction", "seed": 5, "example_count": 8000, "context_critical_share": 0.3,
                         "non_context_critical_share": 0.5, "subject_critical_share": 0.2}""").body("mixture_id", equalTo("lab-instruction-5"));
    }

    @Test
    void anotherRecipeUnderTheSameIdIsRefused() {
        post(MIXTURES, SMALL.formatted("taken", 10)).statusCode(202);
        post(MIXTURES, SMALL.formatted("taken", 11))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("choose another id"));
    }

    @Test
    void aSuiteUnderTheIdOfAMixtureIsRefused() {
        post(MIXTURES, SMALL.formatted("a-mixture", 10)).statusCode(202);
        post(SUITES, "{\"suite_id\": \"a-mixture\", \"recipe\": \"lab_conflict\", \"seed\": 1}")
                .statusCode(409)
                .body("detail", containsString("is a mixture"));
    }

    @Test
    void examplesAreListedByPages() {
        post(MIXTURES, SMALL.formatted("listed", 30));
        ready(MIXTURES + "/listed");
        get(MIXTURES + "/listed/examples?limit=5&offset=28")
                .statusCode(200)
                .body("examples", hasSize(2))
                .body("examples[0].id", equalTo("ex-00028"))
                .body("examples[0].keySet()", equalTo(Set.of("id", "example_class", "instruction", "input", "output")))
                .body("total", equalTo(30));
    }

    @Test
    void itemsAreListedTwentyAtATime() {
        post(SUITES, "{\"suite_id\": \"items\", \"recipe\": \"lab_open_book\", \"seed\": 20}");
        ready(SUITES + "/items");
        get(SUITES + "/items/items").statusCode(200).body("items", hasSize(20)).body("total", equalTo(150));
        get(SUITES + "?status=ready").statusCode(200).body("suites.suite_id", hasItem("items"));
    }

    @Test
    void aMixtureThatCannotBeBuiltFailsAndIsBuiltWhenRequestedAgain() throws IOException {
        Path obstacle = artifactDirectory.resolve("mixtures/blocked");
        Files.createDirectories(obstacle.getParent());
        Files.writeString(obstacle, "a file where the mixture's folder belongs");
        String request = SMALL.formatted("blocked", 10);
        post(MIXTURES, request).statusCode(202);
        failed(MIXTURES + "/blocked").body("reason", containsString("blocked"));
        get(MIXTURES + "/blocked/examples").statusCode(409).body("detail", containsString("failed"));
        get(MIXTURES + "?status=failed").body("mixtures.mixture_id", hasItem("blocked"));
        await().untilAsserted(() -> assertEquals(
                List.of(DatasetUpdated.Status.BUILDING, DatasetUpdated.Status.FAILED), statuses("blocked")));

        Files.delete(obstacle);
        post(MIXTURES, request).statusCode(202).body("status", equalTo("building"));
        ready(MIXTURES + "/blocked");
        event(EventTypes.MIXTURE_READY, "blocked");
    }

    @Test
    void metricsCountAndTimeBuilds() {
        post(SUITES, "{\"suite_id\": \"measured\", \"recipe\": \"lab_conflict\", \"seed\": 9}");
        ready(SUITES + "/measured");
        await().untilAsserted(() -> get("/q/metrics")
                .body(containsString("tiltmeter_dataset_builds_total{kind=\"suite\",outcome=\"ready\"}"))
                .body(containsString("tiltmeter_dataset_build_seconds_count{kind=\"suite\"}")));
    }

    @Test
    void healthAndInfoDescribeTheService() {
        get("/q/health/ready").statusCode(200);
        get("/q/info").body("tiltmeter.service", equalTo("dataset-service"));
    }

    private List<SuiteItem> items(SuiteReady ready) throws IOException {
        return JsonLines.readAll(artifacts.file(ready.suite().items()), SuiteItem.class);
    }

    private static List<DatasetUpdated.Status> statuses(String id) {
        return events(EventTypes.DATASET_UPDATED, id).stream()
                .map(DatasetUpdated::status)
                .toList();
    }
}
