package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which runs a list has, by what is stored of them and by what their curves show. */
@QuarkusTest
class RunListIT {
    private static final RestAssuredConfig DOUBLES = RestAssuredConfig.config()
            .jsonConfig(JsonConfig.jsonConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));

    @BeforeEach
    void importRuns() {
        curve("listed-flat", 0.80, 0.80);
        curve("listed-steep", 0.90, 0.20);
        curve("listed-shallow", 0.85, 0.55);
        importCurve("listed-single", "listed-single of an Étude", "step,counterfactual_accuracy,items\n0,0.5,300\n");
    }

    /** From the first value at step 4 to the last at step 12; the standard mean rises. */
    private static void curve(String name, double peak, double end) {
        StringBuilder csv = new StringBuilder("step,counterfactual_accuracy,items,standard:mmlu\n");
        for (int step = 0; step <= 12; step++) {
            double accuracy = step == 0 ? 0.5 : step <= 4 ? peak : peak + (end - peak) * (step - 4) / 8;
            csv.append(String.format(Locale.ROOT, "%d,%.4f,1000,%.3f%n", step, accuracy, 0.4 + 0.01 * step));
        }
        importCurve(name, name, csv.toString());
    }

    private static void importCurve(String id, String name, String csv) {
        given().contentType("text/csv")
                .queryParam("run_id", id)
                .queryParam("name", name)
                .queryParam("same_items", true)
                .body(csv)
                .post("/api/v1/runs/import")
                .then()
                .statusCode(anyOf(equalTo(200), equalTo(201)));
    }

    private static ValidatableResponse list(String query) {
        return given().config(DOUBLES)
                .get("/api/v1/runs?search=LISTED-" + query)
                .then();
    }

    private static ValidatableResponse searched(String text) {
        return given().queryParam("search", text).get("/api/v1/runs").then().statusCode(200);
    }

    private static void assertListed(String query, String... ids) {
        list(query).statusCode(200).body("runs.run_id", equalTo(List.of(ids)), "total", equalTo(ids.length));
    }

    @Test
    void runsAreSearchedByAPartOfTheirNameInAnyCase() {
        assertListed("flat", "listed-flat");
        assertListed("s&sort=name", "listed-shallow", "listed-single", "listed-steep");
        searched("OF an Étude").body("runs.run_id", equalTo(List.of("listed-single")));
        searched("of%étude").body("total", equalTo(0));
        list("&limit=1&sort=name&order=descending")
                .body("runs.run_id", equalTo(List.of("listed-steep")), "total", equalTo(4));
    }

    @Test
    void runsAreSelectedByStatusVerdictAndSuite() {
        assertListed("&status=failed");
        list("&status=completed").body("runs", hasSize(4));
        assertListed("&verdict=inversion&sort=drop", "listed-steep", "listed-shallow");
        assertListed("&verdict=no_inversion", "listed-flat");
        list("&suite=cf_imported").body("runs", hasSize(4));
        assertListed("&suite=another");
    }

    @Test
    void runsAreSortedByTheirFiguresAndThoseWithoutComeLast() {
        assertListed("&sort=drop", "listed-steep", "listed-shallow", "listed-flat", "listed-single");
        assertListed("&sort=end&order=ascending", "listed-steep", "listed-shallow", "listed-flat", "listed-single");
        list("&sort=peak&limit=2&offset=1")
                .body("runs.run_id", equalTo(List.of("listed-shallow", "listed-flat")), "total", equalTo(4));
    }

    @Test
    void runsAreSortedByTheirLatestChangeWhichEachOfThemHas() {
        List<Instant> changes = list("&sort=updated").extract().jsonPath().<String>getList("runs.changed_at").stream()
                .map(Instant::parse)
                .toList();
        assertEquals(4, changes.size());
        assertEquals(changes.stream().sorted(Comparator.reverseOrder()).toList(), changes);
        assertListed("&sort=updated", "listed-single", "listed-shallow", "listed-steep", "listed-flat");
    }

    @Test
    void eachHasTheFiguresOfItsVerdictAndItsCurve() {
        JsonPath inversion = given().get("/api/v1/runs/listed-steep/inversion").jsonPath();
        JsonPath listed = given().get("/api/v1/runs?search=listed-steep").jsonPath();
        for (String figure : List.of("peak_step", "peak_accuracy", "end_accuracy", "drop", "standard_end")) {
            Object value = listed.get("runs[0].figures." + figure);
            assertNotNull(value, figure);
            assertEquals((Object) inversion.get(figure), value, figure);
        }
        list("steep")
                .body("runs[0].figures.peak_accuracy", closeTo(0.9, 1e-9))
                .body("runs[0].counterfactual", hasSize(13))
                .body("runs[0].counterfactual[0]", closeTo(0.5, 1e-9))
                .body("runs[0].counterfactual[12]", closeTo(0.2, 1e-9));
        list("single").body("runs[0].figures", nullValue()).body("runs[0].counterfactual", hasSize(1));
    }

    @Test
    void whatNoListHasIsRefusedWithEveryFault() {
        given().get("/api/v1/runs?sort=size&verdict=maybe&order=up&status=done")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("status", "verdict", "sort", "order")));
        given().get("/api/v1/runs?staus=failed&page=2")
                .then()
                .statusCode(400)
                .body("faults.find { it.value == 'staus' }.remedy", equalTo("send it as status"))
                .body(
                        "faults.find { it.value == 'page' }.limit",
                        containsString("is not one of archived, limit, offset"));
        given().get("/api/v1/topics?verbose=true").then().statusCode(400);
        given().get("/api/v1/runs/listed-steep/inversion?scorers=contains")
                .then()
                .statusCode(400)
                .body("faults[0].remedy", equalTo("send it as scorer"));
    }
}
