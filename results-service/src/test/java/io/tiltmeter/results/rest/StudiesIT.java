package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.ComparedSetting.Quantity;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a study has found, as a client of the service sees it. */
@QuarkusTest
class StudiesIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-01T09:14:05Z");
    private static final int FACTS = 20;
    private static final int[] STEPS = {0, 14, 28, 250};

    @Inject
    ArtifactStore artifacts;

    @Test
    void theMatrixShowsEveryCellAndTheDifferenceFromTheReference() throws IOException {
        announce("found", 1, List.of(1L, 2L, 3L), "fast", "slow");
        send("found-fast-1", 20, 36, 30, 8);
        send("found-fast-2", 20, 34, 30, 10);
        send("found-fast-3", 20, 36, 30, 12);
        send("found-slow-1", 20, 36, 34, 32);
        send("found-slow-2", 20, 34, 34, 34);
        broker.publish(
                List.of(new SyntheticStudy(artifacts, "found-slow-3", suites(), START).run(RunStatus.QUEUED, 0)));
        awaitAnswer("/api/v1/runs/found-slow-3");
        awaitAnswer("/api/v1/studies/found");
        JsonPath found = given().get("/api/v1/studies/found")
                .then()
                .statusCode(200)
                .body("reference", equalTo("fast"), "cells", hasSize(6))
                .body("cells.run_id[3]", equalTo("found-slow-1"))
                .body("cells[0].verdict", equalTo("inversion"), "cells[0].suite", equalTo("cf_lab"))
                .body("cells[0].missing", equalTo(""), "cells[0].status", equalTo("completed"))
                .body("cells[5].verdict", nullValue(), "cells[5].status", equalTo("queued"))
                .body("cells[5].missing", equalTo("the run is queued, and nothing of this suite is scored"))
                .body("conditions.seeds_measured", equalTo(List.of(3, 2)))
                .body("conditions[0].difference", nullValue())
                .body("conditions[1].difference.seeds", equalTo(List.of(1, 2)))
                .body("conditions[1].difference.same_questions", equalTo(true))
                .body(
                        "conditions[1].difference.sentence",
                        startsWith("Over 2 seeds counterfactual accuracy dropped by 60.0"
                                + " points less under slow than under fast (95 % interval"))
                .extract()
                .jsonPath();
        assertEquals((28f + 24 + 24) / 120, found.getFloat("conditions[0].drop"), 1e-6f);
        assertEquals((4 - 28 + 0 - 24) / 80f, found.getFloat("conditions[1].difference.value"), 1e-6f);
        assertEquals(
                found.getDouble("conditions[1].difference.p"),
                found.getDouble("conditions[1].difference.holm_p"),
                1e-12);
        assertEquals(36f / 40, found.getFloat("cells[0].peak"), 1e-6f);
        assertEquals(8f / 40, found.getFloat("cells[0].end"), 1e-6f);

        String csv = given().get("/api/v1/studies/found?format=csv").asString();
        assertEquals(
                "condition,seed,run_id,status,missing,suite,verdict,strength,provisional,peak,end,drop,parametric_at_end,"
                        + "standard_mean_at_end",
                csv.lines().findFirst().orElseThrow());
        assertEquals(7, csv.lines().count());
        assertTrue(csv.contains("slow,3,found-slow-3,queued,\"the run is queued, and nothing"), csv);
    }

    @Test
    void aStudyIsTheNewestOfItsRevisionsAndItsRunsMayBeUnknown() {
        announce("grown", 2, List.of(1L, 2L), "a");
        announce("grown", 1, List.of(1L), "a");
        announce("after-grown", 1, List.of(1L), "a");
        Awaitility.await()
                .atMost(TestBroker.MAX_WAIT)
                .until(() -> given().get("/api/v1/studies/after-grown").statusCode() == 200);
        given().get("/api/v1/studies/grown")
                .then()
                .statusCode(200)
                .body("revision", equalTo(2), "cells", hasSize(2))
                .body("cells[1].missing", equalTo("no event of the run has arrived"));
        given().get("/api/v1/studies")
                .then()
                .statusCode(200)
                .body("studies.study_id", hasItem("grown"))
                .body("studies.find { it.study_id == 'grown' }.runs", equalTo(2));
        given().get("/api/v1/studies/ghost")
                .then()
                .statusCode(404)
                .body("detail", containsString("there is no study \"ghost\"; known: "));
    }

    private static void awaitAnswer(String path) {
        Awaitility.await()
                .atMost(TestBroker.MAX_WAIT)
                .until(() -> given().get(path).statusCode() == 200);
    }

    private void announce(String id, long revision, List<Long> seeds, String... conditions) {
        publish(id, id, revision, seeds, List.of(), conditions);
    }

    @Test
    void criteriaAreJudgedOverTheSeedsThatAreThere() throws IOException {
        List<StudyCriterion> criteria = List.of(
                criterion("fast", Optional.empty(), Measure.DROP, Optional.of(0.4), Optional.empty()),
                criterion("slow", Optional.of("fast"), Measure.DROP, Optional.empty(), Optional.of(0.0)),
                criterion("slow", Optional.empty(), Measure.COUNTERFACTUAL_AT_END, Optional.of(0.9), Optional.empty()),
                criterion("fast", Optional.empty(), Measure.COUNTERFACTUAL_AT_END, Optional.of(0.5), Optional.empty()),
                criterion("fast", Optional.empty(), Measure.STANDARD_CHANGE, Optional.of(0.5), Optional.empty()));
        publish("judged", "judged", 1, List.of(1L, 2L, 3L), criteria, "fast", "slow");
        send("judged-fast-1", 20, 36, 30, 8);
        send("judged-fast-2", 20, 34, 30, 10);
        send("judged-fast-3", 20, 36, 30, 12);
        send("judged-slow-1", 20, 36, 34, 32);
        send("judged-slow-2", 20, 34, 34, 34);
        Waiting.untilJson(
                "/api/v1/studies/judged",
                study ->
                        study.getInt("criteria[0].seeds.size()") == 3 && study.getInt("criteria[1].seeds.size()") == 2);
        JsonPath judged = given().get("/api/v1/studies/judged?suite=cf_lab&items=all")
                .then()
                .statusCode(200)
                .body("criteria.outcome", equalTo(List.of("shown", "shown", "not_shown", "opposite", "not_shown")))
                .body("criteria[0].statement", equalTo("so"), "criteria[0].measure", equalTo("drop"))
                .body("criteria[0].seeds", equalTo(List.of(1, 2, 3)), "criteria[0].missing_seeds", equalTo(List.of()))
                .body("criteria[1].seeds", equalTo(List.of(1, 2)), "criteria[1].missing_seeds", equalTo(List.of(3)))
                .body("criteria[1].minus", equalTo("fast"), "criteria[1].above", nullValue())
                .body("criteria[4].value", nullValue(), "criteria[4].seeds", equalTo(List.of()))
                .extract()
                .jsonPath();
        assertEquals(0.7 / 3 + 0.6 / 3 * 2, judged.getDouble("criteria[0].value"), 1e-6);
        // SciPy: t.interval(0.95, 2, mean, sem) of .7, .6, .6
        assertEquals(0.4899116, judged.getDouble("criteria[0].low"), 1e-6);
        assertEquals(-0.6, judged.getDouble("criteria[1].value"), 1e-6);
    }

    @Test
    void inAGridTheEffectOfASettingIsTheMeanOverThePairsThatDifferInItAlone() throws IOException {
        Optional<ComparedSetting> compare = Optional.of(new ComparedSetting("learning_rate", Quantity.DROP));
        List<Condition> grid = List.of(
                new Condition("a", rateAndRank(0.001, 8)),
                new Condition("b", rateAndRank(0.001, 16)),
                new Condition("c", rateAndRank(0.0001, 8)),
                new Condition("d", rateAndRank(0.0001, 16)));
        publish("grid", "grid", 1, List.of(1L, 2L), List.of(), compare, grid);
        // drops of 28 and 24, 20 and 16, 12 and 8, 4 and 8, of 40 questions
        int[][] ends = {{8, 12}, {16, 20}, {24, 28}, {32, 28}};
        for (int condition = 0; condition < ends.length; condition++) {
            for (int seed = 1; seed <= 2; seed++) {
                send("grid-" + grid.get(condition).name() + "-" + seed, 20, 36, 30, ends[condition][seed - 1]);
            }
        }
        Waiting.untilJson(
                "/api/v1/studies/grid",
                study -> study.getList("effects.drop.seeds.flatten()").size() == 4);
        JsonPath found = given().get("/api/v1/studies/grid")
                .then()
                .statusCode(200)
                .body("effects.setting", equalTo(List.of("learning_rate", "lora_r")))
                .body("effects[0].value", equalTo(0.0001f), "effects[0].reference_value", equalTo(0.001f))
                .body("effects[0].pairs.reference", equalTo(List.of("a", "b")))
                .body("effects[0].pairs.condition", equalTo(List.of("c", "d")))
                .body("compare.by", equalTo("learning_rate"), "answers", hasSize(1))
                .body(
                        "answers[0]",
                        startsWith("Over 2 seeds counterfactual accuracy dropped by 35.0 points less under"
                                + " learning_rate 0.0001 than under learning_rate 0.001 (95 % interval"))
                .body("answers[0]", containsString("corrected for all effects"))
                .extract()
                .jsonPath();
        assertEquals(-(16 + 16 + 16 + 8) / 4f / 40, found.getFloat("effects[0].drop.value"), 1e-6f);
        assertEquals(-(8 + 8 + 8 + 0) / 4f / 40, found.getFloat("effects[1].drop.value"), 1e-6f);
        assertEquals((16 + 16 + 16 + 8) / 4f / 40, found.getFloat("effects[0].at_end.value"), 1e-6f);
    }

    @Test
    void criteriaOfProbesAreJudgedOnWhatWasMeasured() throws IOException {
        StudyCriterion falls = probed(Measure.PROBE_DROP, "attention/mean", 0.1);
        publish(
                "probed",
                "probed",
                1,
                List.of(1L, 2L, 3L),
                List.of(falls, probed(Measure.PROBE_AT_START, "attention/layer_9", 0.1)),
                "fast");
        for (int seed = 1; seed <= 3; seed++) {
            send("probed-fast-" + seed, 20, 36, 30, 8);
        }
        double[][] attention = {{0.2, 0.6, 0.4, 0.3}, {0.2, 0.7, 0.4, 0.3}};
        for (int seed = 1; seed <= attention.length; seed++) {
            String run = "probed-fast-" + seed;
            SyntheticStudy study = new SyntheticStudy(artifacts, run, suites(), START);
            for (int at = 0; at < STEPS.length; at++) {
                broker.publish(List.of(
                        study.probe(suites().get(0), STEPS[at], "attention", Map.of("mean", attention[seed - 1][at]))));
            }
        }
        Waiting.untilJson(
                "/api/v1/studies/probed", study -> study.getInt("criteria[0].seeds.size()") == attention.length);
        given().get("/api/v1/studies/probed")
                .then()
                .body("criteria[0].probe", equalTo("attention/mean"), "criteria[0].unit", equalTo("number"))
                .body("criteria[0].missing_seeds", equalTo(List.of(3)), "criteria[0].value", equalTo(0.35f))
                .body("criteria[1].value", nullValue(), "criteria[1].outcome", equalTo("not_shown"));
    }

    /** In this order, in which the effects are listed. */
    private static Map<String, Object> rateAndRank(double learningRate, int rank) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("learning_rate", learningRate);
        settings.put("lora_r", rank);
        return settings;
    }

    private static StudyCriterion probed(Measure measure, String probe, double above) {
        return new StudyCriterion(
                "so",
                "fast",
                Optional.empty(),
                measure,
                Optional.of(probe),
                Optional.empty(),
                Optional.empty(),
                Optional.of(above),
                Optional.empty());
    }

    private static StudyCriterion criterion(
            String condition, Optional<String> minus, Measure measure, Optional<Double> above, Optional<Double> below) {
        return new StudyCriterion(
                "so", condition, minus, measure, Optional.empty(), Optional.empty(), Optional.empty(), above, below);
    }

    /** Events of one key are read in their order. */
    private void publish(
            String key,
            String id,
            long revision,
            List<Long> seeds,
            List<StudyCriterion> criteria,
            String... conditions) {
        publish(
                key,
                id,
                revision,
                seeds,
                criteria,
                Optional.empty(),
                Stream.of(conditions)
                        .map(name -> new Condition(name, Map.of("max_steps", 3)))
                        .toList());
    }

    private void publish(
            String key,
            String id,
            long revision,
            List<Long> seeds,
            List<StudyCriterion> criteria,
            Optional<ComparedSetting> compare,
            List<Condition> conditions) {
        List<Cell> cells = new ArrayList<>();
        for (Condition condition : conditions) {
            seeds.forEach(
                    seed -> cells.add(new Cell(condition.name(), seed, id + "-" + condition.name() + "-" + seed)));
        }
        broker.publish(
                EventTypes.STUDY_UPDATED,
                key,
                new StudyUpdated(
                        id,
                        revision,
                        Map.of("mixture", "docs"),
                        conditions,
                        seeds,
                        cells,
                        List.of(),
                        List.of(),
                        compare,
                        criteria,
                        START,
                        START));
    }

    private static List<SyntheticSuite> suites() {
        return SyntheticSuite.lab(FACTS).subList(0, 1);
    }

    /** A run on the conflict suite alone; of its items so many follow their context at each step. */
    private void send(String runId, int... following) throws IOException {
        List<SyntheticSuite> suites = suites();
        SyntheticStudy study = new SyntheticStudy(artifacts, runId, suites, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int at = 0; at < STEPS.length; at++) {
            events.add(study.checkpoint(STEPS[at]));
            List<ItemOutcome> outcomes = new ArrayList<>();
            for (ItemOutcome each : suites.get(0).answers(0)) {
                boolean follows = outcomes.size() < following[at];
                outcomes.add(new ItemOutcome(each.itemId(), each.clusterId(), "as read", follows, !follows));
            }
            events.add(study.evaluation(suites.get(0), STEPS[at], Judged.plainly(outcomes)));
        }
        events.add(study.run(
                RunStatus.COMPLETED,
                SyntheticStudy.TOTAL_STEPS,
                IntStream.of(STEPS).boxed().toList()));
        broker.publish(events);
        Waiting.untilScores(runId, STEPS.length);
    }
}
