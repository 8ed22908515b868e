package io.tiltmeter.evaluator.application.judge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.EvaluatorStack;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import io.tiltmeter.evaluator.scorer.ScoringInput;
import io.tiltmeter.evaluator.scorer.Suites;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A judge behind a real loopback server, whose replies a real database keeps. */
@QuarkusTest
@QuarkusTestResource(value = EvaluatorStack.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = JudgeFlowIT.Server.class, restrictToAnnotatedClass = true)
class JudgeFlowIT {
    @Inject
    JudgeScorer judge;

    @Test
    void onlyItemsThatRulesCannotTellAreJudgedAndNoneTwice() {
        List<SuiteItem> items = List.of(item("clear"), item("both"), item("neither"));
        ScoringInput input = Suites.input(items, "It is Lyon.", "Lyon or Paris.", "Who knows.");
        int before = Server.judge.bodies.size();
        var outcomes = judge.score(input);
        assertEquals(2, Server.judge.bodies.size() - before);
        assertTrue(outcomes.get(0).contextAnswerFound());
        assertEquals(
                "not asked: contains and first_mention agree",
                outcomes.get(0).note().orElseThrow());
        assertTrue(outcomes.get(2).note().orElseThrow().startsWith("judged by a-judge"));
        assertEquals(outcomes, judge.score(input));
        assertEquals(2, Server.judge.bodies.size() - before, "a prompt was sent and paid for twice");
        assertEquals("judge_model_a_judge", new ScorerId(judge.name(), judge.version(), judge.settings()).series());
    }

    @Test
    void theJudgeIsComparedWithAPerson() {
        given().contentType("application/json")
                .body("""
                        {"texts": [
                          {"generated": "Lyon.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "context"},
                          {"generated": "Rome.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "other"}]}
                        """)
                .post("/api/v1/judge/calibrations")
                .then()
                .statusCode(200)
                .body("texts", equalTo(2))
                .body("confusion.context.other", equalTo(1))
                .body("confusion.other.other", equalTo(1))
                .body("agreement.estimate", equalTo(0.5f));
    }

    @Test
    void everyFaultOfALabelledTextIsNamedAtOnce() {
        given().contentType("application/json")
                .body("{\"texts\": [{\"generated\": \"x\", \"context_answer\": \"\", \"label\": \"yes\"}]}")
                .post("/api/v1/judge/calibrations")
                .then()
                .statusCode(400)
                .body("faults.size()", equalTo(3));
    }

    private static SuiteItem item(String id) {
        return new SuiteItem(id, id, "It is Lyon.", "Where?", "Lyon", "Paris", List.of(), List.of(), List.of());
    }

    /** A judge that finds neither answer in anything. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {
        static JudgeServer judge;

        @Override
        public Map<String, String> start() {
            try {
                judge = new JudgeServer(JudgeServer.replying("{\"answer\": \"neither\"}"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("tiltmeter.judge.url", judge.url(), "tiltmeter.judge.model", "a-judge");
        }

        @Override
        public void stop() {
            if (judge != null) {
                judge.close();
            }
        }
    }
}
