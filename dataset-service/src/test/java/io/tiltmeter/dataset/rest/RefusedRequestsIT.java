package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests: the response reports all faults, and nothing is started. */
@QuarkusTest
class RefusedRequestsIT {
    @Test
    void allFaultsAreReportedAtOnceWithTheirRemedies() {
        refused("/api/v1/mixtures", """
                        {"mixture_id": "Not An Id", "recipe": "lab_instruction", "seed": "twenty",
                         "document_count": 5, "example_count": -1, "context_critical_share": 0.9, "colour": "red"}""")
                .body(
                        "faults.field",
                        containsInAnyOrder(
                                "mixture_id",
                                "seed",
                                "document_count",
                                "example_count",
                                "context_critical_share + non_context_critical_share + subject_critical_share",
                                "colour"))
                .body("faults.limit", everyItem(not(equalTo(""))))
                .body("faults.remedy", everyItem(not(equalTo(""))));
    }

    @Test
    void sharesMustSumToOne() {
        refused("/api/v1/mixtures", """
                        {"recipe": "lab_instruction", "seed": 1, "context_critical_share": 1.0}""")
                .body("faults", hasSize(1))
                .body("faults[0].value", equalTo("1.0 + 0.5 + 0.2"))
                .body("faults[0].limit", equalTo("must sum to 1"));
    }

    @Test
    void fieldsOfTheOtherRecipeAreRefused() {
        refused("/api/v1/mixtures", """
                        {"recipe": "lab_pretraining", "seed": 1, "example_count": 5, "subject_critical_share": 0.2}""")
                .body("faults.field", containsInAnyOrder("example_count", "subject_critical_share"))
                .body("faults.limit", everyItem(containsString("and this is lab_pretraining")));
    }

    @Test
    void mixtureFieldsOfWrongTypesAreRefused() {
        refused("/api/v1/mixtures", """
                        {"recipe": 7, "seed": 1.5, "example_count": "many", "context_critical_share": []}""")
                .body(
                        "faults.field",
                        containsInAnyOrder("recipe", "recipe", "seed", "example_count", "context_critical_share"));
    }

    @Test
    void suiteFieldsOfWrongTypesAreRefused() {
        refused("/api/v1/suites", "{\"recipe\": null, \"seed\": true, \"suite_id\": {}}")
                .body("faults.field", hasItem("seed"))
                .body("faults.field", hasItem("suite_id"))
                .body("faults.field", hasItem("recipe"));
    }

    @Test
    void anUnknownRecipeIsRefusedWithTheKnownOnes() {
        refused("/api/v1/suites", "{\"recipe\": \"lab_conflicts\", \"seed\": 1}")
                .body(
                        "faults[0].limit",
                        containsString("lab_conflict, lab_completion, lab_closed_book, lab_open_book"));
    }

    @Test
    void aBodyOfTenMegabytesIsRefused() {
        refused("/api/v1/mixtures", "{\"recipe\": \"" + "x".repeat(10_000_000) + "\"}")
                .body("faults[0].field", equalTo("body"))
                .body("faults[0].limit", containsString("at most"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"lab\"", "{\"seed\": 1", "{\"seed\": 1, \"seed\": 2}"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        refused("/api/v1/mixtures", body).body("faults[0].field", containsString("body"));
    }

    @Test
    void limitAndOffsetOutsideTheirRangesAreRefused() {
        get("/api/v1/mixtures?limit=0&offset=-1")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("limit", "offset"));
        get("/api/v1/suites?limit=many").statusCode(400).body("faults[0].value", equalTo("many"));
    }

    @Test
    void anUnknownStatusIsRefusedWithTheKnownOnes() {
        get("/api/v1/suites?status=done")
                .statusCode(400)
                .body("faults[0].limit", containsString("building, ready, failed"));
    }

    @Test
    void unknownIdsAreNotFound() {
        get("/api/v1/mixtures/nowhere")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("there is no mixture \"nowhere\""));
        get("/api/v1/suites/nowhere/items").statusCode(404);
    }

    /** Also checks that nothing was started. */
    private static ValidatableResponse refused(String path, String body) {
        int before = get(path).extract().path("total");
        ValidatableResponse response = post(path, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400));
        assertEquals(before, get(path).extract().<Integer>path("total"), "a refused request started something");
        return response;
    }
}
