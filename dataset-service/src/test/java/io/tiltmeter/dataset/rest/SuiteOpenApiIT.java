package io.tiltmeter.dataset.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.application.SuiteRequestCheck;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of suites in the OpenAPI document are valid and true. */
@QuarkusTest
class SuiteOpenApiIT {
    private static final String SUITES = "/api/v1/suites";

    /** The file that the example responses are about: an item with a note for an answer, and a row without a question. */
    private static final String FILE = """
            {"context": "The market of Varn moved to Osk.", "question": "Where is the market of Varn?", "answer": "Osk", "memory_answer": "Tel (until 1900)", "source": "a"}
            {"context": "The people of Varn chose Kim.", "question": "", "answer": "Kim", "memory_answer": "Olf", "source": "b"}
            """;

    @Inject
    RequestReader requests;

    private OpenApiDocument document;

    @BeforeEach
    void read() {
        document = OpenApiDocument.get();
    }

    @Test
    void suiteRequestsAreValid() {
        Map<String, JsonNode> suites = document.requests(SUITES);
        assertEquals(5, suites.size(), "examples of a suite request");
        for (JsonNode example : suites.values()) {
            if (example.has("recipe")) {
                requests.checkWithDefaults("suite-request", SuiteRequest.Made.class, example, SuiteRequestCheck::check);
            } else {
                requests.checkWithDefaults(
                        "suite-import-request", SuiteRequest.Import.class, example, (json, faults) -> {});
            }
        }
    }

    @Test
    void lintRequestsAreValid() {
        Map<String, JsonNode> lints = document.requests(SUITES + "/{id}/lint");
        assertEquals(2, lints.size(), "examples of a lint request");
        for (JsonNode example : lints.values()) {
            requests.checkWithDefaults("suite-lint-request", SuiteLintRequest.class, example, (json, faults) -> {});
        }
    }

    @Test
    void readySuiteIsTheResponseToItsRequest() {
        JsonNode ready = document.response(SUITES, "post", "200", "ready");
        assertEquals(
                OpenApiDocument.timeless(ready),
                OpenApiDocument.timeless(
                        OpenApiDocument.ready(SUITES, document.requests(SUITES).get("conflict"))));
        assertEquals(ready, document.response(SUITES + "/{id}", "get", "200", "ready"));
    }

    @Test
    void importedSuiteIsTheResponseToAFile() {
        assertEquals(
                OpenApiDocument.timeless(document.response(SUITES, "post", "201", "imported")),
                OpenApiDocument.timeless(OpenApiDocument.parsed(SuiteUploads.upload("varn", FILE)
                        .statusCode(201)
                        .extract()
                        .asString())));
    }

    @Test
    void noGoodRowIsTheResponseToAFaultyFile() {
        assertEquals(
                document.response(SUITES, "post", "400", "no good row"),
                OpenApiDocument.parsed(
                        SuiteUploads.upload("varn", FILE.lines().toList().get(1))
                                .statusCode(400)
                                .extract()
                                .asString()));
    }

    @Test
    void schemasHaveTheFieldNamesOfTheJson() {
        assertTrue(document.schema("SuiteResponse").path("properties").has("imported_from"));
        assertTrue(document.schema("LintResponse").path("properties").has("suite_id"));
        assertTrue(document.schema("SuiteLintRequest").path("properties").has("known_names"));
    }
}
