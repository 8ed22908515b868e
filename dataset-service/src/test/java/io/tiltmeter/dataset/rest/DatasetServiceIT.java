package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DatasetServiceIT {
    @Inject
    ArtifactStore artifacts;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Test
    void mixtureIsBuiltAndAnnounced() throws Exception {
        post("/api/v1/mixtures", "{\"recipe\": \"lab_instruction\", \"seed\": 20}")
                .statusCode(202)
                .header("Location", endsWith("/api/v1/mixtures/lab-instruction-20"))
                .body("status", equalTo("building"))
                .body("recipe.example_count", equalTo(8000));
        awaitStatus("/api/v1/mixtures/lab-instruction-20", "ready")
                .body("example_count", equalTo(8000))
                .body("class_counts.context_critical", equalTo(2400))
                .body("class_counts.non_context_critical", equalTo(4000))
                .body("class_counts.subject_critical", equalTo(1600))
                .body("template", equalTo("lab"));

        MixtureReady ready =
                awaitOne(() -> Topic.events(bootstrapServers, EventTypes.MIXTURE_READY, "lab-instruction-20"));
        assertEquals(
                "artifact:mixtures/lab-instruction-20/examples.jsonl",
                ready.examples().uri());
        assertEquals(8000, Files.readAllLines(artifacts.file(ready.examples())).size());
        assertEquals(
                new LabTokenizer(LabWorld.fromSeed(20)).json(),
                Files.readString(artifacts.file(ready.tokenizer().orElseThrow())));
        List<DatasetUpdated> updates = Topic.events(bootstrapServers, EventTypes.DATASET_UPDATED, "lab-instruction-20");
        assertEquals(
                List.of(DatasetUpdated.Status.BUILDING),
                updates.stream().map(DatasetUpdated::status).toList());
    }

    @Test
    void bytesOfSeedTwentyArePinned() {
        String id = post(
                        "/api/v1/mixtures", "{\"recipe\": \"lab_pretraining\", \"seed\": 20, \"document_count\": 2000}")
                .extract()
                .path("mixture_id");
        awaitStatus("/api/v1/mixtures/" + id, "ready")
                .body("examples.sha256", equalTo("cc895b024c3b24493f046bcb87f5f6625ee572ff4011fe2602a33f75234d18e8"));
    }

    @Test
    void suitesAreBuiltAndAnnounced() throws Exception {
        LabSuites expected = new LabSuites(LabWorld.fromSeed(20));
        for (LabSuite suite : LabSuite.values()) {
            String id = suite.recipe().replace('_', '-') + "-20";
            post("/api/v1/suites", "{\"recipe\": \"" + suite.recipe() + "\", \"seed\": 20}")
                    .statusCode(202)
                    .header("Location", endsWith("/api/v1/suites/" + id));
            awaitStatus("/api/v1/suites/" + id, "ready").body("suite.task", equalTo(suite.task()));
            SuiteReady ready = awaitOne(() -> Topic.events(bootstrapServers, EventTypes.SUITE_READY, id));
            List<SuiteItem> items = new ArrayList<>();
            for (String line : Files.readAllLines(artifacts.file(ready.suite().items()))) {
                items.add(Json.mapper().readValue(line, SuiteItem.class));
            }
            assertEquals(expected.items(suite), items, suite.recipe());
            assertEquals(items.size(), ready.suite().itemCount());
            assertEquals(
                    suite == LabSuite.CONFLICT ? SuiteKind.KNOWLEDGE_CONFLICT : SuiteKind.STANDARD,
                    ready.suite().kind());
        }
    }

    @Test
    void mixtureAndSuiteOfOneSeedAndWorldSpeakOfTheSameWorld() throws Exception {
        WorldSettings settings = new WorldSettings(6, 4, 50, List.of(1.0, 4.0));
        LabWorld world = LabWorld.of(20, settings);
        String fields = "\"seed\": 20, \"world\": {\"subjects_per_group\": 6, \"readers_per_type\": 4,"
                + " \"answers_per_pool\": 50, \"fact_strengths\": [1, 4]}}";
        post("/api/v1/mixtures", "{\"mixture_id\": \"small\", \"recipe\": \"lab_pretraining\", " + fields)
                .body("recipe.world.fact_strengths", equalTo(List.of(1.0f, 4.0f)));
        post("/api/v1/suites", "{\"suite_id\": \"small-conflict\", \"recipe\": \"lab_conflict\", " + fields)
                .body("recipe.world.subjects_per_group", equalTo(6));
        awaitStatus("/api/v1/mixtures/small", "ready");
        awaitStatus("/api/v1/suites/small-conflict", "ready").body("suite.item_count", equalTo(72));
        MixtureReady mixture = awaitOne(() -> Topic.events(bootstrapServers, EventTypes.MIXTURE_READY, "small"));
        assertEquals(
                new LabTokenizer(world).json(),
                Files.readString(artifacts.file(mixture.tokenizer().orElseThrow())));
        SuiteReady suite = awaitOne(() -> Topic.events(bootstrapServers, EventTypes.SUITE_READY, "small-conflict"));
        List<SuiteItem> items = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(suite.suite().items()))) {
            items.add(Json.mapper().readValue(line, SuiteItem.class));
        }
        assertEquals(new LabSuites(world).items(LabSuite.CONFLICT), items);
    }

    @Test
    void faultsOfASuitesWorldAreNamedAtOnce() {
        post(
                        "/api/v1/suites",
                        "{\"recipe\": \"lab_conflict\", \"seed\": 20, \"world\": {\"subjects_per_group\": 1,"
                                + " \"answers_per_pool\": 2, \"fact_strengths\": [1, 4]}}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("world.answers_per_pool", "world.fact_strengths")));
    }

    @Test
    void sameRequestTwiceIsOneMixtureBuiltOnce() {
        String request =
                "{\"mixture_id\": \"twice\", \"recipe\": \"lab_instruction\", \"seed\": 3," + " \"example_count\": 50}";
        post("/api/v1/mixtures", request).statusCode(202);
        awaitStatus("/api/v1/mixtures/twice", "ready");
        post("/api/v1/mixtures", request).statusCode(200).body("mixture_id", equalTo("twice"));
        awaitOne(() -> Topic.events(bootstrapServers, EventTypes.MIXTURE_READY, "twice"));
        assertEquals(
                1,
                Topic.events(bootstrapServers, EventTypes.DATASET_UPDATED, "twice")
                        .size());
    }

    @Test
    void requestThatSpellsTheDefaultsOutIsTheSameRequest() {
        post("/api/v1/suites", "{\"recipe\": \"lab_closed_book\", \"seed\": 5}").statusCode(202);
        post("/api/v1/mixtures", "{\"recipe\": \"lab_instruction\", \"seed\": 5}")
                .body("mixture_id", equalTo("lab-instruction-5"));
        post("/api/v1/mixtures", """
                        {"recipe": "lab_instruction", "seed": 5, "example_count": 8000, "context_critical_share": 0.3,
                         "non_context_critical_share": 0.5, "subject_critical_share": 0.2}""").body("mixture_id", equalTo("lab-instruction-5"));
    }

    @Test
    void anotherRecipeUnderTheSameIdIsRefused() {
        post(
                        "/api/v1/mixtures",
                        "{\"mixture_id\": \"taken\", \"recipe\": \"lab_instruction\", \"seed\": 1,"
                                + " \"example_count\": 10}")
                .statusCode(202);
        post(
                        "/api/v1/mixtures",
                        "{\"mixture_id\": \"taken\", \"recipe\": \"lab_instruction\", \"seed\": 2,"
                                + " \"example_count\": 10}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("choose another id"));
        post("/api/v1/suites", "{\"suite_id\": \"taken\", \"recipe\": \"lab_conflict\", \"seed\": 1}")
                .statusCode(409)
                .body("detail", containsString("is a mixture"));
    }

    @Test
    void rowsAreShownPageByPage() {
        post(
                "/api/v1/mixtures",
                "{\"mixture_id\": \"rows\", \"recipe\": \"lab_instruction\", \"seed\": 20,"
                        + " \"example_count\": 30}");
        awaitStatus("/api/v1/mixtures/rows", "ready");
        given().get("/api/v1/mixtures/rows/examples?limit=5&offset=28")
                .then()
                .statusCode(200)
                .body("examples", hasSize(2))
                .body("examples[0].id", equalTo("ex-00028"))
                .body("examples[0].keySet()", equalTo(Set.of("id", "example_class", "instruction", "input", "output")))
                .body("total", equalTo(30));
        post("/api/v1/suites", "{\"suite_id\": \"items\", \"recipe\": \"lab_open_book\", \"seed\": 20}");
        awaitStatus("/api/v1/suites/items", "ready");
        given().get("/api/v1/suites/items/items")
                .then()
                .statusCode(200)
                .body("items", hasSize(20))
                .body("total", equalTo(150));
        given().get("/api/v1/suites?status=ready").then().statusCode(200).body("suites.suite_id", hasItem("items"));
    }

    @Test
    void whatCannotBeBuiltFailsAndCanBeAskedForAgain() throws Exception {
        Path inTheWay = artifactDirectory.resolve("mixtures/blocked");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "a file where the mixture's folder belongs");
        String request = "{\"mixture_id\": \"blocked\", \"recipe\": \"lab_instruction\", \"seed\": 1,"
                + " \"example_count\": 10}";
        post("/api/v1/mixtures", request).statusCode(202);
        awaitStatus("/api/v1/mixtures/blocked", "failed").body("reason", containsString("blocked"));
        given().get("/api/v1/mixtures/blocked/examples")
                .then()
                .statusCode(409)
                .body("detail", containsString("failed"));
        given().get("/api/v1/mixtures?status=failed").then().body("mixtures.mixture_id", hasItem("blocked"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(
                        List.of(DatasetUpdated.Status.BUILDING, DatasetUpdated.Status.FAILED),
                        Topic.events(bootstrapServers, EventTypes.DATASET_UPDATED, "blocked").stream()
                                .map(DatasetUpdated::status)
                                .toList()));

        Files.delete(inTheWay);
        post("/api/v1/mixtures", request).statusCode(202).body("status", equalTo("building"));
        awaitStatus("/api/v1/mixtures/blocked", "ready");
        awaitOne(() -> Topic.events(bootstrapServers, EventTypes.MIXTURE_READY, "blocked"));
    }

    @Test
    void metricsHealthAndInfoTellHowItGoes() {
        post("/api/v1/suites", "{\"suite_id\": \"measured\", \"recipe\": \"lab_conflict\", \"seed\": 9}");
        awaitStatus("/api/v1/suites/measured", "ready");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> given().get("/q/metrics")
                        .then()
                        .body(containsString("tiltmeter_dataset_builds_total{kind=\"suite\",outcome=\"ready\"}"))
                        .body(containsString("tiltmeter_dataset_build_seconds_count{kind=\"suite\"}")));
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/info").then().body("tiltmeter.service", equalTo("dataset-service"));
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static ValidatableResponse awaitStatus(String path, String status) {
        await().atMost(Duration.ofSeconds(60)).until(() -> given().get(path).path("status"), status::equals);
        return given().get(path).then();
    }

    private static <T> T awaitOne(Callable<List<T>> events) {
        List<T> found = await().atMost(Duration.ofSeconds(30)).until(events, list -> !list.isEmpty());
        assertEquals(1, found.size(), "announced more than once: " + found);
        return found.get(0);
    }
}
