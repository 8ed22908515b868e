package io.tiltmeter.dataset.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked examples of suites are what the service takes and answers. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SuiteOpenApiIT {
    private static final String SUITES = "/api/v1/suites";

    /** What the worked responses to a file are about: an item with a note for an answer, and a row without a question. */
    private static final String FILE = """
            {"context": "The market of Varn moved to Osk.", "question": "Where is the market of Varn?", "answer": "Osk", "memory_answer": "Tel (until 1900)", "source": "a"}
            {"context": "The people of Varn chose Kim.", "question": "", "answer": "Kim", "memory_answer": "Olf", "source": "b"}
            """;

    @Inject
    RequestReader requests;

    @Test
    void everyWorkedRequestIsValid() {
        OpenApiDocument document = OpenApiDocument.get();
        Map<String, JsonNode> suites = document.requests(SUITES);
        assertEquals(4, suites.size(), "examples of a suite request");
        for (JsonNode example : suites.values()) {
            if (example.has("recipe")) {
                requests.checkWithDefaults(
                        "suite-request", SuiteRequest.Lab.class, example, MixtureRequestCheck::checkWorld);
            } else {
                requests.checkWithDefaults(
                        "suite-import-request", SuiteRequest.Import.class, example, (json, faults) -> {});
            }
        }
        Map<String, JsonNode> lints = document.requests(SUITES + "/{id}/lint");
        assertEquals(2, lints.size(), "examples of a lint request");
        for (JsonNode example : lints.values()) {
            requests.checkWithDefaults("suite-lint-request", SuiteLintRequest.class, example, (json, faults) -> {});
        }
    }

    @Test
    void workedResponsesAreThoseOfTheService() {
        OpenApiDocument document = OpenApiDocument.get();
        JsonNode ready = document.response(SUITES, "post", "200", "ready");
        assertEquals(
                OpenApiDocument.timeless(ready),
                OpenApiDocument.timeless(
                        OpenApiDocument.ready(SUITES, document.requests(SUITES).get("conflict"))));
        assertEquals(ready, document.response(SUITES + "/{id}", "get", "200", "ready"));
        assertEquals(
                OpenApiDocument.timeless(document.response(SUITES, "post", "201", "imported")),
                OpenApiDocument.timeless(OpenApiDocument.parsed(
                        Sending.send("varn", FILE).statusCode(201).extract().asString())));
        assertEquals(
                document.response(SUITES, "post", "400", "no good row"),
                OpenApiDocument.parsed(
                        Sending.send("varn", FILE.lines().toList().get(1))
                                .statusCode(400)
                                .extract()
                                .asString()));
    }

    @Test
    void schemasHaveTheNamesOnTheWire() {
        OpenApiDocument document = OpenApiDocument.get();
        assertTrue(document.schema("SuiteResponse").path("properties").has("imported_from"));
        assertTrue(document.schema("LintResponse").path("properties").has("suite_id"));
        assertTrue(document.schema("SuiteLintRequest").path("properties").has("known_names"));
    }
}
