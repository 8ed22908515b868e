package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** One run scored by several scorers in several arms: every series is separate. */
@QuarkusTest
class SeriesIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final int FACTS = 40;

    @Inject
    ArtifactStore artifacts;

    @Test
    void eachScorerAndArmIsACurveOfItsOwn() throws IOException {
        SyntheticStudy study = study("armed");
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int step : List.of(0, 14, 250)) {
            events.addAll(study.atStep(step));
            SyntheticSuite conflict = study.suites().get(0);
            events.add(study.evaluation(conflict, step, Judged.by("first_mention", "template", first(conflict, 10))));
            events.add(study.evaluation(conflict, step, Judged.by("contains", "opinion", first(conflict, 20))));
        }
        broker.publish(events);
        Waiting.untilScores("armed", 18);
        JsonPath usual = curve("armed", "");
        assertEquals(List.of("contains", "first_mention"), usual.getList("scorers"));
        assertEquals(List.of("template", "opinion"), usual.getList("arms"));
        assertEquals("contains", usual.getString("scorer"));
        assertEquals("template", usual.getString("arm"));
        assertEquals(List.of(), usual.getList("mixed"));
        assertEquals(10f / 80, curve("armed", "?scorer=first_mention").getFloat("points[1].counterfactual_accuracy"));
        assertEquals(20f / 80, curve("armed", "?arm=opinion").getFloat("points[1].counterfactual_accuracy"));
        assertEquals(
                usual.getFloat("points[2].standard_mean"),
                curve("armed", "?arm=opinion").getFloat("points[2].standard_mean"));
        given().get("/api/v1/runs/armed/inversion?arm=opinion")
                .then()
                .body("arm", equalTo("opinion"), "verdict", equalTo("inconclusive"), "drop", equalTo(0f));
        given().get("/api/v1/runs/armed/outcomes?step=14&arm=opinion&answer=context")
                .then()
                .body("total", equalTo(20), "arm", equalTo("opinion"));
        for (String wrong : List.of("scorer=vibes", "arm=nowhere")) {
            given().get("/api/v1/runs/armed/curves?" + wrong)
                    .then()
                    .statusCode(404)
                    .body("detail", containsString(wrong.startsWith("arm") ? "template, opinion" : "first_mention"));
        }
        given().get("/api/v1/runs/armed/curves?items=some").then().statusCode(400);
    }

    @Test
    void aPointHasTheMemorizationRatioAndByLikelihoodsTheMargin() throws IOException {
        SyntheticStudy study = study("margins");
        SyntheticSuite conflict = study.suites().get(0);
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(14));
        List<ItemOutcome> likely = new ArrayList<>();
        for (ItemOutcome each : conflict.answers(14)) {
            likely.add(likely(each, likely.size() < 60 ? 1.5 : -0.5));
        }
        events.add(study.evaluation(conflict, 14, Judged.by("logprob", "template", likely)));
        broker.publish(events);
        Waiting.untilScores("margins", 5);
        JsonPath usual = curve("margins", "");
        float context = usual.getFloat("points[0].counterfactual_accuracy");
        float memory = usual.getFloat("points[0].parametric_accuracy");
        assertEquals(memory / (context + memory), usual.getFloat("points[0].memorization_ratio"), 1e-6f);
        assertEquals(0, usual.getFloat("points[0].both_share"));
        assertEquals(1 - context - memory, usual.getFloat("points[0].neither_share"), 1e-6f);
        assertTrue(usual.getFloat("points[0].memorization_ratio_low") < usual.getFloat("points[0].memorization_ratio"));
        assertFalse(usual.getMap("points[0]").containsKey("margin_nats"));
        JsonPath byLikelihoods = curve("margins", "?scorer=logprob");
        assertEquals(0.25f, byLikelihoods.getFloat("points[0].memorization_ratio"), 1e-6f);
        assertEquals(1, byLikelihoods.getFloat("points[0].margin_nats"), 1e-6f);
        assertTrue(byLikelihoods.getFloat("points[0].margin_nats_low") < 1);
        JsonPath slice = curve("margins", "?scorer=logprob&slice=relation:capital");
        assertEquals(byLikelihoods.getMap("points[0]"), slice.getMap("points[0]"));
    }

    private static ItemOutcome likely(ItemOutcome item, double margin) {
        return new ItemOutcome(
                item.itemId(),
                item.clusterId(),
                "",
                margin > 0,
                margin < 0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new AnswerLikelihoods(
                        new AnswerLikelihood(List.of(1, 2), List.of(-3 + margin, -3 + margin)),
                        new AnswerLikelihood(List.of(3), List.of(-3.0)))),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void changesOfMeasurementAlongACurveAreListedWithTheirSteps() throws IOException {
        SyntheticStudy study = study("mixed");
        SyntheticSuite conflict = study.suites().get(0);
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(0));
        events.addAll(study.atStep(14));
        events.add(study.evaluation(
                conflict, 250, Judged.plainly(conflict.answers(250)).engine("another")));
        events.add(study.evaluation(
                conflict, 14, Judged.plainly(first(conflict, 8)).version(2)));
        broker.publish(events);
        Waiting.untilScores("mixed", 10);
        given().get("/api/v1/runs/mixed/curves")
                .then()
                .body("mixed", hasSize(2))
                .body("mixed[0].what", equalTo("engine"))
                .body("mixed[0].suites", equalTo(List.of("cf_lab")))
                .body("mixed[0].variants.value", equalTo(List.of("another", "made up")))
                .body("mixed[0].variants.steps", equalTo(List.of(List.of(250), List.of(0, 14))))
                .body("mixed[1].what", equalTo("scorer_version"))
                .body("scorer_versions", equalTo(List.of(1, 2)))
                .body("points[1].counterfactual_accuracy", equalTo(0.1f))
                .body("points.segment", equalTo(List.of(0, 1, 2)));
        given().get("/api/v1/runs/mixed/inversion")
                .then()
                .body("mixed.what", hasSize(2), "verdict", equalTo("inconclusive"))
                .body("reason", containsString("they mix scorer versions"));
    }

    @Test
    void anAxisHasALabelAndAPositionForEachCheckpoint() throws IOException {
        SyntheticStudy study = study("axes");
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(0));
        events.addAll(study.atStep(14));
        broker.publish(events);
        Waiting.untilScores("axes", 8);
        JsonPath steps = curve("axes", "");
        assertEquals("step", steps.getString("x_axis.id"));
        assertEquals(List.of(0f, 14f), steps.getList("points.x"));
        assertEquals(List.of(true, false), steps.getList("points.base_model"));
        assertEquals(List.of(0, 0), steps.getList("points.segment"));
        JsonPath examples = curve("axes", "?x=examples");
        assertEquals(List.of(0f, 448f), examples.getList("points.x"));
        assertEquals("examples", examples.getString("x_axis.unit"));
        assertEquals(List.of(0f, 0.056f), curve("axes", "?x=epochs").getList("points.x"));
        JsonPath standard = curve("axes", "?x=standard");
        assertEquals(standard.getList("points.standard_mean"), standard.getList("points.x"));
        given().get("/api/v1/runs/axes/curves?x=time")
                .then()
                .statusCode(400)
                .body("faults[0].value", equalTo("time"))
                .body("faults[0].limit", containsString("step, examples, epochs, standard"));
        given().get("/api/v1/runs/axes/curves?x=standard&format=svg")
                .then()
                .statusCode(200)
                .body(containsString("unweighted mean"));
    }

    @Test
    void aSliceIsACurveOverItsItemsAlone() throws IOException {
        SyntheticStudy study = study("sliced");
        broker.publish(study.atStep(14));
        Waiting.untilScores("sliced", 4);
        JsonPath whole = curve("sliced", "");
        assertTrue(whole.getList("slices.slice").contains("relation:capital"), whole.prettify());
        assertEquals(2 * FACTS, whole.getInt("slices.find { it.slice == 'relation:capital' }.items"));
        JsonPath sliced = curve("sliced", "?slice=relation:capital");
        assertEquals("relation:capital", sliced.getString("slice"));
        assertEquals(whole.getList("points.counterfactual_low"), sliced.getList("points.counterfactual_low"));
        given().get("/api/v1/runs/sliced/curves?slice=relation:colour")
                .then()
                .statusCode(404)
                .body("detail", containsString("relation:capital"));
        given().get("/api/v1/runs/sliced/curves?slice=colour").then().statusCode(400);
    }

    @Test
    void severalAnswersToAnItemCountByTheirShareAndAreAllShown() throws IOException {
        SyntheticStudy study = study("sampled");
        SyntheticSuite conflict = study.suites().get(0);
        List<ItemOutcome> drawn =
                first(conflict, 40).stream().map(SeriesIT::drawnAgain).toList();
        broker.publish(
                List.of(study.run(RunStatus.TRAINING, 14), study.evaluation(conflict, 14, Judged.plainly(drawn))));
        Waiting.untilScores("sampled", 1);
        assertEquals(0.25f, curve("sampled", "").getFloat("points[0].counterfactual_accuracy"));
        given().get("/api/v1/runs/sampled/outcomes?step=14&limit=1")
                .then()
                .body("items[0].further_answers", hasSize(1))
                .body("items[0].further_answers[0].generated", equalTo("nothing of the kind"))
                .body("items[0].context_span.end", equalTo(6))
                .body("items[0].note", equalTo("made up"));
    }

    @Test
    void theKnowledgeFilterNarrowsEveryAccuracyOfItsSuite() throws IOException {
        SyntheticStudy study = study("filtered");
        SyntheticSuite conflict = study.suites().get(0);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int step : List.of(0, 14, 250)) {
            events.addAll(study.atStep(step));
        }
        broker.publish(events);
        Waiting.untilScores("filtered", 12);
        given().get("/api/v1/runs/filtered/knowledge")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("knowledge_filter"));
        given().get("/api/v1/runs/filtered/curves?items=known").then().statusCode(404);
        List<ItemOutcome> answers = conflict.answers(14);
        List<ItemOutcome> known = answers.stream()
                .map(each -> new ItemOutcome(each.itemId(), each.clusterId(), "", false, each.contextAnswerFound()))
                .toList();
        broker.publish(List.of(study.evaluation(conflict, 0, Judged.by("knowledge", "knowledge", known))));
        Waiting.untilScores("filtered", 13);
        JsonPath all = curve("filtered", "");
        assertTrue(all.getBoolean("knowledge"));
        assertEquals(List.of("contains"), all.getList("scorers"));
        JsonPath narrow = curve("filtered", "?items=known");
        assertEquals("known", narrow.getString("item_filter"));
        assertEquals(1f, narrow.getFloat("points[1].counterfactual_accuracy"));
        assertEquals(0f, narrow.getFloat("points[1].parametric_accuracy"));
        assertEquals(all.getFloat("points[1].standard_mean"), narrow.getFloat("points[1].standard_mean"));
        long count = answers.stream().filter(ItemOutcome::contextAnswerFound).count();
        given().get("/api/v1/runs/filtered/knowledge")
                .then()
                .statusCode(200)
                .body("suites", hasSize(1))
                .body("suites[0].suite", equalTo("cf_lab"))
                .body("suites[0].items", equalTo(2 * FACTS))
                .body("suites[0].known", equalTo((int) count))
                .body("suites[0].base_step", equalTo(0))
                .body("suites[0].known_items.peak.value", equalTo(1f))
                .body("suites[0].all_items.peak.value", equalTo(all.getFloat("points[1].counterfactual_accuracy")))
                .body("suites[0].all_items.end_step", equalTo(250));
        given().get("/api/v1/runs/filtered/inversion?items=known").then().body("items", equalTo((int) count));
        given().get("/api/v1/runs/filtered/outcomes?step=14&items=known").then().body("total", equalTo((int) count));
    }

    @Test
    void everyEvaluationOfARunIsARowOfItsScores() throws IOException {
        SyntheticStudy study = study("listed");
        SyntheticSuite conflict = study.suites().get(0);
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(0));
        events.add(study.evaluation(conflict, 14, Judged.by("first_mention", "opinion", first(conflict, 20))));
        broker.publish(events);
        Waiting.untilScores("listed", 5);
        given().get("/api/v1/runs/listed/scores?step=14")
                .then()
                .body("total", equalTo(1))
                .body("scores[0].arm", equalTo("opinion"))
                .body("scores[0].scorer", equalTo("first_mention"))
                .body("scores[0].counterfactual_accuracy", equalTo(0.25f))
                .body("scores[0].items", equalTo(80))
                .body("scores[0].engine", equalTo("made up"))
                .body("scores[0].replica", equalTo("nobody"));
        String csv = given().accept("text/csv")
                .get("/api/v1/runs/listed/scores?limit=2&offset=1")
                .asString();
        assertEquals(3, csv.split("\\r\\n").length, csv);
        assertTrue(csv.startsWith("run_id,step,suite_id,task,"), csv);
    }

    private SyntheticStudy study(String runId) {
        return new SyntheticStudy(artifacts, runId, FACTS, START);
    }

    private static JsonPath curve(String runId, String query) {
        return given().get("/api/v1/runs/" + runId + "/curves" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The first so many items follow their context, the others nothing. */
    private static List<ItemOutcome> first(SyntheticSuite suite, int following) {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (ItemOutcome each : suite.answers(0)) {
            boolean context = outcomes.size() < following;
            outcomes.add(new ItemOutcome(each.itemId(), each.clusterId(), "dorbek indeed", context, false));
        }
        return outcomes;
    }

    /** The same with a second answer that follows nothing. */
    private static ItemOutcome drawnAgain(ItemOutcome plain) {
        return new ItemOutcome(
                plain.itemId(),
                plain.clusterId(),
                plain.generated(),
                plain.contextAnswerFound(),
                plain.memoryAnswerFound(),
                Optional.of(new AnswerSpan("dorbek", 0, 6)),
                Optional.empty(),
                List.of(new JudgedAnswer("nothing of the kind", false, false, Optional.empty(), Optional.empty())),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.of("made up"));
    }
}
