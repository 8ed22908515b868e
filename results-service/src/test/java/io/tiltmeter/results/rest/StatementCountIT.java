package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.results.application.run.RunAnnotationService;
import io.tiltmeter.results.messaging.OwnTopics;
import io.tiltmeter.results.persistence.StudyRepository;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicetest.StatementCounter;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list of many takes as many statements as a list of one: nothing is read row by row. */
@QuarkusTest
@TestProfile(StatementCountIT.Quiet.class)
class StatementCountIT {
    private static final int RUNS = 50;
    private static final int VERDICTS_AT_ONCE = 8;

    @Inject
    StatementCounter statements;

    @Inject
    PatientTransactions transactions;

    @Inject
    WorkRepository work;

    @Inject
    StudyRepository studies;

    @Inject
    RunAnnotationService annotations;

    /**
     * Without workers and gauges, whose statements would be counted too, and without the events of other tests.
     */
    public static final class Quiet implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(OwnTopics.settings("counted-"));
            settings.put("tiltmeter.work.workers", "0");
            settings.put("tiltmeter.results.metrics.refresh", "1000h");
            return settings;
        }
    }

    /** Imported ones: these are stored by the requests, without workers. Each has two conflict suites, a name, a tag and a note. */
    @BeforeEach
    void importRuns() {
        if (get("runs?limit=1").jsonPath().getInt("total") == RUNS) {
            return;
        }
        for (int run = 0; run < RUNS; run++) {
            for (String suite : new String[] {"first", "second"}) {
                given().contentType("text/csv")
                        .body(RunImportIT.labels(2))
                        .post("/api/v1/runs/import?name=counted-" + run + "&suite=" + suite)
                        .then()
                        .statusCode(201);
            }
            RunAnnotation annotation =
                    new RunAnnotation(Optional.of("run " + run), List.of("counted"), Optional.of("of many"), false);
            RunAnnotated annotated = new RunAnnotated("counted-" + run, 1, annotation, Instant.EPOCH);
            transactions.run(() -> annotations.accept(annotated));
        }
        transactions.run(
                () -> IntStream.range(0, RUNS).forEach(item -> work.accept("counted:" + item, "import", "", "{}")));
    }

    @ParameterizedTest
    @CsvSource({
        "runs/counted-0/scores?limit=1, runs/counted-0/scores?limit=40",
        "runs/counted-0/history?limit=1, runs/counted-0/history?limit=4",
        "runs/counted-0/flips?limit=1, runs/counted-0/flips?limit=4",
        "runs/counted-0/outcomes?step=14&limit=1, runs/counted-0/outcomes?step=14&limit=4",
        "work?status=ready&limit=1, work?status=ready&limit=50"
    })
    void aListOfManyTakesTheStatementsOfAListOfOne(String one, String many) {
        get(one);
        get(many);
        assertEquals(count(one), count(many), many);
    }

    /** Verdicts that are not known yet are read for several runs at a time, by two statements. */
    @Test
    void aListOfManyRunsTakesTheStatementsOfAListOfOne() {
        long first = count("runs?limit=50");
        long many = count("runs?limit=50");
        assertEquals(count("runs?limit=1"), many);
        assertEquals(count("runs?limit=1"), count("runs?limit=50&tag=counted&archived=all&search=count"));
        assertTrue(first <= many + 2 * (RUNS / VERDICTS_AT_ONCE + 1), first + " statements, then " + many);
    }

    @Test
    void aComparisonOfManyRunsTakesTheStatementsOfOneOfTwo() {
        String ten = IntStream.range(0, 10).mapToObj(run -> "counted-" + run).collect(Collectors.joining(","));
        String two = "comparison?runs=counted-0,counted-1";
        get(two);
        assertEquals(count(two), count("comparison?runs=" + ten));
    }

    @Test
    void aListOfManyStudiesTakesTheStatementsOfAListOfOne() {
        List<Cell> cells = IntStream.range(0, RUNS)
                .mapToObj(run -> new Cell("only", run, "counted-" + run))
                .toList();
        List<Long> seeds = cells.stream().map(Cell::seed).toList();
        for (int i = 0; i < RUNS; i++) {
            StudyUpdated study = new StudyUpdated(
                    "counted-" + i,
                    1,
                    Map.of(),
                    List.of(new Condition("only", Map.of())),
                    seeds,
                    cells,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Instant.EPOCH,
                    Instant.EPOCH);
            transactions.run(() -> studies.accept(study));
        }
        assertEquals(RUNS, get("studies?limit=1").jsonPath().getInt("studies[0].runs_by_status.completed"));
        assertEquals(4, count("studies?limit=1"));
        assertEquals(4, count("studies?limit=50"));
        StudyUpdated few = new StudyUpdated(
                "few",
                1,
                Map.of(),
                List.of(new Condition("only", Map.of())),
                seeds.subList(0, 2),
                cells.subList(0, 2),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        transactions.run(() -> studies.accept(few));
        get("studies/few");
        get("studies/counted-0");
        long ofFew = count("studies/few");
        assertEquals(ofFew, count("studies/counted-0"), "a study of many seeds takes the statements of one of two");
        assertEquals(ofFew, count("studies/counted-0/report"), "a report takes those of its numbers");
    }

    @ParameterizedTest
    @CsvSource({
        "runs/counted-1, 13",
        "runs/counted-1/curves, 8",
        "runs/counted-1/inversion, 12",
        "runs/counted-1/warning, 6",
        "runs/counted-1/scores, 4",
        "runs/counted-1/flips, 18",
        "runs/counted-1/history, 8",
        "runs/counted-1/outcomes?step=14, 12",
        "runs/counted-1/evidence?outcomes=false, 80",
        "topics, 1"
    })
    void aRequestTakesFewStatements(String path, long most) {
        long taken = count(path);
        assertTrue(taken <= most, taken + " statements instead of at most " + most);
    }

    private long count(String path) {
        return statements.count(() -> get(path));
    }

    private static Response get(String path) {
        return given().get("/api/v1/" + path)
                .then()
                .log()
                .ifValidationFails()
                .statusCode(200)
                .extract()
                .response();
    }
}
