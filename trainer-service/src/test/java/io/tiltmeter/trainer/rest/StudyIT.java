package io.tiltmeter.trainer.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicetest.StatementCounter;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.application.ConformanceModels;
import io.tiltmeter.trainer.application.RunCalls;
import io.tiltmeter.trainer.application.TinyWorld;
import io.tiltmeter.trainer.application.TrainerDatabase;
import io.tiltmeter.trainer.application.WithoutWorkers;
import io.tiltmeter.trainer.finetuning.Requests;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Studies, from their request to the rows of their runs. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class StudyIT extends TestWithBroker {
    private static final Logger LOG = Logger.getLogger(StudyIT.class);
    private static final String GRID = "\"vary\": {\"learning_rate\": [0.0001, 0.001]}";

    @Inject
    TrainerDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    DatasetRepository datasets;

    @Inject
    StatementCounter statements;

    @Inject
    ArtifactStore artifacts;

    @ConfigProperty(name = "tiltmeter.trainer.models-directory")
    Path modelsDirectory;

    @BeforeEach
    void announceAMixture() throws IOException {
        database.clear();
        var mixture = new TinyWorld(artifacts).documents("study-docs", 10);
        transactions.run(() -> datasets.put(mixture));
    }

    @Test
    void aStudyStartsARunForEachConditionAndSeedAndSaysSo() throws Exception {
        Response started = post(study("rate", GRID, "[41, 42]"));
        assertEquals(202, started.statusCode(), started.asString());
        assertTrue(started.header("Location").endsWith("/api/v1/studies/rate"), started.header("Location"));
        assertEquals(
                List.of(
                        "rate-learning_rate-0.0001-41",
                        "rate-learning_rate-0.0001-42",
                        "rate-learning_rate-0.001-41",
                        "rate-learning_rate-0.001-42"),
                started.jsonPath().getList("cells.run_id"));
        assertEquals(Map.of("queued", 4), started.jsonPath().getMap("runs_by_status"));
        assertEquals(4, started.jsonPath().getInt("runs_without_eta"));
        Response run = given().get("/api/v1/runs/rate-learning_rate-0.001-42");
        assertEquals(0.001f, run.jsonPath().getFloat("effective_config.learning_rate"));
        assertEquals(42, run.jsonPath().getInt("effective_config.seed"));
        StudyUpdated event =
                broker.awaitEvents(EventTypes.STUDY_UPDATED, "rate", 1).get(0);
        assertEquals(1, event.revision());
        assertEquals(
                List.of("learning_rate-0.0001", "learning_rate-0.001"),
                event.conditions().stream().map(StudyUpdated.Condition::name).toList());
        assertEquals(4, event.cells().size());
        event.cells().forEach(cell -> broker.awaitEvents(EventTypes.RUN_UPDATED, cell.runId(), 1));
        assertEquals(List.of("rate"), given().get("/api/v1/studies").jsonPath().getList("studies.study_id"));
    }

    @Test
    void theSameContentIsTheSameStudyAndOtherContentIsRefused() {
        post(study("again", GRID, "[41]"));
        Response repeated =
                post(study("again", "\"vary\": {\"learning_rate\": [1e-4, 1e-3]}, \"dry_run\": false", "[41]"));
        assertEquals(202, repeated.statusCode(), repeated.asString());
        assertEquals(2, repeated.jsonPath().getInt("runs"));
        assertEquals(2, given().get("/api/v1/runs").jsonPath().getInt("total"));
        assertEquals(1, repeated.jsonPath().getInt("revision"));
        Response other = post(study("again", GRID + ", \"conditions\": []", "[41, 43]"));
        assertEquals(409, other.statusCode(), other.asString());
        assertTrue(other.path("detail").toString().contains("seeds [41] there, [41, 43] here"), other.asString());
        Response changed = post(study("again", GRID, "[41]").replace("\"max_steps\": 3", "\"max_steps\": 4"));
        assertTrue(
                changed.path("detail")
                        .toString()
                        .contains("in condition learning_rate-0.0001 max_steps 3 there, 4 here"),
                changed.asString());
        assertEquals(2, given().get("/api/v1/runs").jsonPath().getInt("total"));
    }

    @Test
    void identicalRequestsAreOneRunAndSaid() {
        Response started = post(study(
                "same",
                "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"learning_rate\": 5e-5},"
                        + " {\"name\": \"c\", \"learning_rate\": 0.001}]",
                "[41, 41]"));
        assertEquals(
                List.of("same-a-41", "same-a-41", "same-c-41"),
                started.jsonPath().getList("cells.run_id"));
        assertEquals(2, started.jsonPath().getInt("runs"));
        assertEquals(
                List.of(
                        "seeds[1] 41 is there already: identical requests are one run",
                        "condition b has the settings of condition a: identical requests are one run"),
                started.jsonPath().getList("notes"));
    }

    @Test
    void studiesShareTheRunsOfIdenticalRequestsUntilBothAreCancelled() {
        post(study("first", "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"max_steps\": 4}]", "[1, 2]"));
        Response second = post(study(
                "second",
                "\"conditions\": [{\"name\": \"c\", \"max_steps\": 4}, {\"name\": \"d\", \"max_steps\": 5}]",
                "[2]"));
        assertEquals(List.of("first-b-2", "second-d-2"), second.jsonPath().getList("cells.run_id"));
        assertEquals(
                List.of("1 of 2 cells have the run of another study: identical requests are one run"),
                second.jsonPath().getList("notes"));
        assertEquals(
                List.of("first-b-2", "second-d-2", "first-b-1", "second-d-1"),
                given().contentType(ContentType.JSON)
                        .body("{\"seeds\": [1]}")
                        .post("/api/v1/studies/second/seeds")
                        .jsonPath()
                        .getList("cells.run_id"));
        assertEquals(
                List.of("cancelled", "cancelled", "queued", "queued"),
                statuses(given().post("/api/v1/studies/first/cancel")),
                "a-1, a-2, b-1, b-2: the second has both runs of b");
        Response third = post(study("third", "\"conditions\": [{\"name\": \"a\"}]", "[1]"));
        assertEquals(List.of("third-a-1"), third.jsonPath().getList("cells.run_id"), "a cancelled run is nobody's");
        given().post("/api/v1/studies/second/cancel");
        assertEquals(
                List.of("cancelled", "cancelled", "cancelled", "cancelled"),
                statuses(given().get("/api/v1/studies/first")));
    }

    private static List<String> statuses(Response study) {
        return study.jsonPath().getList("cells.status");
    }

    @Test
    void everyFaultComesAtOnceAtItsPlaceAndNothingStarts() {
        Response refused = post("""
                {"study_id": "Bad", "seeds": [41, -1], "runs": {"mixture": "docs-{seed}", "learning_rat": 1, "model_config":
                  {"model_type": "llama", "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
                   "num_attention_heads": 2}},
                 "vary": {"learning_rate": [0.001, 2.5], "sede": [1, 2]},
                 "conditions": [{"name": "full"}, {"name": "tall", "max_steps": -5},
                  {"name": "lora", "finetuning_type": "lora", "lora_r": 0}]}""");
        assertEquals(400, refused.statusCode(), refused.asString());
        Map<String, String> faults = faults(refused);
        assertEquals(
                List.of(
                        "conditions[1].max_steps",
                        "conditions[2].finetuning_type",
                        "conditions[2].lora_r",
                        "runs.learning_rat",
                        "seeds[1]",
                        "study_id",
                        "vary.learning_rate[1]",
                        "vary.sede"),
                faults.keySet().stream().sorted().toList());
        assertTrue(faults.get("vary.sede").contains("did you mean seed?"), faults.get("vary.sede"));
        assertTrue(faults.get("runs.learning_rat").contains("did you mean learning_rate?"));
        assertTrue(
                faults.get("conditions[2].lora_r").contains("conditions lora--"), faults.get("conditions[2].lora_r"));
        assertEquals(0, given().get("/api/v1/runs").jsonPath().getInt("total"));
    }

    @Test
    void criteriaNameConditionsAndCannotBeChanged() throws Exception {
        String conditions = "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"max_steps\": 4}], \"criteria\": ";
        Response refused = post(study("judged", conditions + """
                [{"statement": "s", "condition": "c", "measure": "drop", "above": 0.1},
                 {"statement": "s", "condition": "a", "minus": "d", "measure": "rise", "above": 0.1, "below": 0.2},
                 {"statement": "s", "condition": "a", "minus": "b",
                  "measure": "counterfactual_at_equal_standard_mean", "below": 0},
                 {"statement": "s", "condition": "a", "measure": "probe_drop", "above": 0},
                 {"statement": "s", "condition": "a", "measure": "drop", "probe": "attention/mean", "above": 0}]""", "[1]"));
        assertEquals(
                List.of(
                        "criteria[0].condition",
                        "criteria[1].above",
                        "criteria[1].minus",
                        "criteria[2].minus",
                        "criteria[3].probe",
                        "criteria[4].probe"),
                faults(refused).keySet().stream().sorted().toList());
        assertTrue(faults(refused).get("criteria[0].condition").contains("send one of a, b"));
        assertEquals(
                List.of("criteria[0].measure", "criteria[0].statement"),
                faults(post(study("judged", conditions + "[{\"condition\": \"a\", \"measure\": \"fall\"}]", "[1]")))
                        .keySet()
                        .stream()
                        .sorted()
                        .toList());
        String criteria = "[{\"statement\": \"b falls\", \"condition\": \"b\", \"measure\": \"drop\", \"above\": 0.1}]";
        assertEquals(202, post(study("judged", conditions + criteria, "[1]")).statusCode());
        assertEquals(202, post(study("judged", conditions + criteria, "[1]")).statusCode());
        Response changed = post(study("judged", conditions + criteria.replace("0.1", "0.05"), "[1]"));
        assertEquals(409, changed.statusCode(), changed.asString());
        assertTrue(changed.path("detail").toString().contains("other criteria"), changed.asString());
        StudyUpdated event =
                broker.awaitEvents(EventTypes.STUDY_UPDATED, "judged", 1).get(0);
        assertEquals(
                List.of("b falls"),
                event.criteria().stream().map(StudyCriterion::statement).toList());
    }

    @Test
    void aGridOfTenThousandRunsIsRefusedByItsNumber() {
        String values =
                IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Response refused = post(
                study("huge", "\"vary\": {\"max_steps\": [%1$s], \"warmup_steps\": [%1$s]}".formatted(values), "[1]"));
        assertTrue(
                faults(refused)
                        .get("vary")
                        .contains("10000 runs (100 values of max_steps x 100 values of warmup_steps"),
                refused.asString());
    }

    @Test
    void aStudyThatWouldWaitForItselfLeavesNothingBehind() {
        Response refused = post("""
                {"study_id": "loop", "seeds": [1], "runs": {"mixture": "study-docs", "max_steps": 1},
                 "conditions": [{"name": "a", "model_name_or_path": "run:other"},
                  {"name": "b", "model_name_or_path": "run:loop-b-1"}]}""");
        assertEquals(400, refused.statusCode(), refused.asString());
        assertTrue(faults(refused).get("runs.model_name_or_path").contains("(condition b)"), refused.asString());
        assertEquals(0, given().get("/api/v1/runs").jsonPath().getInt("total"));
        assertEquals(404, given().get("/api/v1/studies/loop").statusCode());
    }

    @Test
    void aDryRunSaysWhatItKnowsAndStartsNothing() {
        Response plan = post(study(
                "dry",
                "\"dry_run\": true, \"conditions\": [{\"name\": \"a\"}, {\"name\": \"epochs\", \"max_steps\": -1},"
                        + " {\"name\": \"later\", \"mixture\": \"unheard\", \"max_steps\": -1}]",
                "[41, 42]"));
        assertEquals(200, plan.statusCode(), plan.asString());
        assertEquals(6, plan.jsonPath().getInt("runs"));
        // 10 examples, 8 in a step, 3 epochs by default: 6 steps.
        assertEquals(2 * 3 + 2 * 6, plan.jsonPath().getInt("known.steps"));
        assertEquals(8 * (2 * 3 + 2 * 6), plan.jsonPath().getInt("known.examples"));
        assertEquals(2, plan.jsonPath().getInt("known.runs_of_unknown_length"));
        assertEquals(6, plan.jsonPath().getInt("known.runs_of_unknown_size"));
        assertEquals(0, given().get("/api/v1/runs").jsonPath().getInt("total"));
        assertEquals(0, given().get("/api/v1/studies").jsonPath().getInt("total"));
    }

    @Test
    void aStudyIsCancelledRetriedAndGainsSeeds() {
        String based = "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"max_steps\": 4},"
                + " {\"name\": \"on-a\", \"model_config\": null}]";
        assertTrue(faults(post(study("kept", based, "[1]"))).containsKey("conditions[2].model_config"));
        post(study("kept", "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"max_steps\": 4}]", "[1]"));
        database.execute("update run set status = 'failed', reason = 'no room' where id = 'kept-a-1'");
        database.execute("update work_item set status = 'failed' where id = 'kept-a-1'");
        Response retried = given().post("/api/v1/studies/kept/retry");
        assertEquals(202, retried.statusCode(), retried.asString());
        assertEquals(Map.of("queued", 2), retried.jsonPath().getMap("runs_by_status"));

        Response grown = given().contentType(ContentType.JSON)
                .body("{\"seeds\": [1, 2]}")
                .post("/api/v1/studies/kept/seeds");
        assertEquals(202, grown.statusCode(), grown.asString());
        assertEquals(
                List.of("kept-a-1", "kept-b-1", "kept-a-2", "kept-b-2"),
                grown.jsonPath().getList("cells.run_id"));
        assertEquals(2, grown.jsonPath().getInt("revision"));
        Awaitility.await()
                .until(() -> broker.events(EventTypes.STUDY_UPDATED, "kept").stream()
                        .anyMatch(event -> event.revision() == 2
                                && event.seeds().equals(List.of(1L, 2L))
                                && event.cells().size() == 4));

        RunCalls.cancel("kept-b-2");
        Response cancelled = given().post("/api/v1/studies/kept/cancel");
        assertEquals(Map.of("cancelled", 4), cancelled.jsonPath().getMap("runs_by_status"));
        assertEquals(202, given().post("/api/v1/studies/kept/cancel").statusCode(), "twice is once");
        assertEquals(
                Map.of("cancelled", 4),
                given().post("/api/v1/studies/kept/retry").jsonPath().getMap("runs_by_status"));
        assertEquals(404, given().post("/api/v1/studies/unheard/cancel").statusCode());
    }

    @Test
    void aStudyGainsConditions() {
        post(study("wider", "\"conditions\": [{\"name\": \"a\"}, {\"name\": \"b\", \"max_steps\": 4}]", "[1, 2]"));
        Response refused = addConditions("wider", """
                [{"name": "a", "max_steps": 9}, {"name": "c", "max_steps": 9}, {"name": "d", "seed": 3}]""");
        assertEquals(
                Set.of("conditions[0].name", "conditions[2].seed"),
                faults(refused).keySet());
        assertEquals(
                Set.of("conditions[0].max_step"),
                faults(addConditions("wider", "[{\"name\": \"c\", \"max_step\": 9}]"))
                        .keySet());
        assertTrue(faults(addConditions("wider", "[]")).containsKey("conditions"));
        assertEquals(1, given().get("/api/v1/studies/wider").jsonPath().getInt("revision"));

        String further = "[{\"name\": \"b\", \"max_steps\": 4}, {\"name\": \"c\", \"max_steps\": 5}]";
        Response grown = addConditions("wider", further);
        assertEquals(202, grown.statusCode(), grown.asString());
        assertEquals(List.of("a", "b", "c"), grown.jsonPath().getList("conditions.name"));
        assertEquals(
                List.of("wider-a-1", "wider-a-2", "wider-b-1", "wider-b-2", "wider-c-1", "wider-c-2"),
                grown.jsonPath().getList("cells.run_id"));
        assertEquals(2, grown.jsonPath().getInt("revision"));
        assertEquals(2, addConditions("wider", further).jsonPath().getInt("revision"), "twice is once");
        Awaitility.await()
                .until(() -> broker.events(EventTypes.STUDY_UPDATED, "wider").stream()
                        .anyMatch(event -> event.revision() == 2
                                && event.conditions().size() == 3
                                && event.cells().size() == 6));
        assertEquals(404, addConditions("unheard", further).statusCode());
    }

    private static Response addConditions(String study, String conditions) {
        return given().contentType(ContentType.JSON)
                .body("{\"conditions\": " + conditions + "}")
                .post("/api/v1/studies/" + study + "/conditions");
    }

    @Test
    void aBaseAndWhatWaitsForItAreCancelledAndRetriedTogether() {
        post("""
                {"study_id": "chain", "seeds": [1], "runs": {"mixture": "study-docs", "max_steps": 3}, "conditions": [
                 {"name": "tuned", "model_name_or_path": "run:chain-base-1"}, {"name": "base", %s}]}""".formatted(RunCalls.TINY_MODEL));
        assertEquals(
                List.of("waiting", "queued"),
                given().get("/api/v1/studies/chain").jsonPath().getList("cells.status"));
        database.execute("update run set status = 'failed', reason = 'no room'");
        database.execute("update work_item set status = 'failed'");
        assertEquals(
                List.of("waiting", "queued"),
                given().post("/api/v1/studies/chain/retry").jsonPath().getList("cells.status"));
        assertEquals(
                List.of("cancelled", "cancelled"),
                given().post("/api/v1/studies/chain/cancel").jsonPath().getList("cells.status"));
    }

    @Test
    void aStudyOfManyRunsIsStartedAndCancelledWhole() {
        String steps = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String body = study("large", "\"vary\": {\"max_steps\": [" + steps + "], \"seed\": [1]}", "[1,2]");
        assertTrue(faults(post(body)).containsKey("vary.seed"));
        long begin = System.nanoTime();
        Response started = post(body.replace("\"seed\": [1]", "\"weight_decay\": [0.1]"));
        long started200 = System.nanoTime();
        assertEquals(Map.of("queued", 200), started.jsonPath().getMap("runs_by_status"));
        Response cancelled = given().post("/api/v1/studies/large/cancel");
        LOG.infof(
                "a study of 200 runs: started in %d ms, cancelled in %d ms",
                (started200 - begin) / 1_000_000, (System.nanoTime() - started200) / 1_000_000);
        assertEquals(Map.of("cancelled", 200), cancelled.jsonPath().getMap("runs_by_status"));
    }

    /** A preset is what ./tiltmeter study run sends. */
    @Test
    void everyRequestOfEveryPresetIsValid() throws Exception {
        JsonNode presets = Json.mapper()
                .readTree(given().get("/api/v1/studies/presets").asString())
                .path("presets");
        Map<String, String> folders =
                Map.of("Llama-2-7b-hf", "llama-mha", "Mistral-7B-v0.1", "mistral-gqa", "pythia-6.9b", "gptneox");
        MixtureReady mixture = new TinyWorld(artifacts).documents("study-docs", 10);
        for (Map.Entry<String, String> folder : folders.entrySet()) {
            ConformanceModels.copy(
                    folder.getValue(),
                    modelsDirectory.resolve(folder.getKey()),
                    artifacts,
                    mixture.tokenizer().orElseThrow());
        }
        Map<String, Long> byScale = new TreeMap<>();
        for (JsonNode preset : presets) {
            byScale.merge(preset.path("scale").asText(), 1L, Long::sum);
            preset.path("needs").forEach(need -> {
                boolean isModel = need.path("kind").asText().equals("model");
                assertEquals(isModel, folders.containsKey(need.path("name").asText()), need::toString);
            });
            ObjectNode study = preset.path("study").deepCopy();
            study.put("study_id", preset.path("preset").asText())
                    .put("dry_run", true)
                    .set("seeds", preset.path("seeds"));
            Response plan = post(study.toString());
            assertEquals(200, plan.statusCode(), preset.path("preset") + ": " + plan.asString());
            assertEquals(
                    preset.path("seeds").size() * study.path("conditions").size(),
                    plan.jsonPath().getInt("runs"),
                    preset.path("preset")::asText);
            assertTrue(study.path("criteria").size() > 0, preset.path("preset")::asText);
            RequestReader reader = new RequestReader();
            for (JsonNode each : seeded(preset.path("mixtures"), preset.path("derived_mixtures"))) {
                reader.checkWithDefaults("mixture-request", MixtureRequest.class, each, (json, faults) -> {});
            }
            for (JsonNode each : seeded(preset.path("sources"))) {
                reader.checkWithDefaults("source-request", SourceRequest.class, each, (json, faults) -> {});
            }
            for (JsonNode each : seeded(preset.path("suites"))) {
                reader.checkWithDefaults("suite-request", SuiteRequest.Made.class, each, (json, faults) -> {});
            }
            for (JsonNode each : seeded(preset.path("base_runs"))) {
                assertEquals(List.of(), Requests.faults(each.toString()));
            }
        }
        assertEquals(Map.of("lab", 14L, "7b", 13L), byScale);
        Response reserved = post(study("presets", GRID, "[1]"));
        assertTrue(faults(reserved).containsKey("study_id"), reserved.asString());
    }

    private static List<JsonNode> seeded(JsonNode... lists) throws Exception {
        List<JsonNode> requests = new ArrayList<>();
        for (JsonNode list : lists) {
            Json.mapper()
                    .readTree(list.toString().replace("\"{seed}\"", "41").replace("{seed}", "41"))
                    .forEach(requests::add);
        }
        return requests;
    }

    @Test
    void manyRunsMakeAsManyStatementsAsFew() {
        post(study("few", GRID, "[1]"));
        String seeds = IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).collect(Collectors.joining(","));
        post(study("many", GRID, "[" + seeds + "]"));
        assertEquals(3, statements.count(() -> given().get("/api/v1/studies/few")));
        assertEquals(3, statements.count(() -> given().get("/api/v1/studies/many")));
        assertEquals(4, statements.count(() -> given().get("/api/v1/studies?limit=1")));
        assertEquals(4, statements.count(() -> given().get("/api/v1/studies")));
    }

    private static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1/studies");
    }

    private static String study(String id, String fields, String seeds) {
        return """
                {"study_id": "%s", "runs": {"mixture": "study-docs", "max_steps": 3, %s}, %s, "seeds": %s}""".formatted(id, RunCalls.TINY_MODEL, fields, seeds);
    }

    /** Field to the whole fault. */
    private static Map<String, String> faults(Response refused) {
        assertEquals(400, refused.statusCode(), refused.asString());
        List<Map<String, String>> faults = refused.jsonPath().getList("faults");
        return faults.stream().collect(Collectors.toMap(fault -> fault.get("field"), Map::toString));
    }
}
