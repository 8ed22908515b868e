package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages a browser lets read this service. */
@QuarkusTest
class CrossOriginIT {
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080", "http://localhost:8080", "http://localhost", "http://127.0.0.1:23456"})
    void pagesOfThisMachineMayRead(String origin) {
        given().header("Origin", origin)
                .get("/api/v1/sources")
                .then()
                .statusCode(200)
                .header(ALLOWED, equalTo(origin));
        given().header("Origin", origin)
                .get("/api/v1/sources/nowhere")
                .then()
                .statusCode(404)
                .header(ALLOWED, equalTo(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "https://localhost.example.org",
                "http://127x0.0.1:8080",
                "http://localhost:8080.example.org",
                "null"
            })
    void pagesOfOtherMachinesMayNotRead(String origin) {
        given().header("Origin", origin).get("/api/v1/sources").then().header(ALLOWED, nullValue());
    }

    @Test
    void pagesOfOtherOriginsMayNotPost() {
        given().header("Origin", "http://localhost:8080")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .options("/api/v1/sources")
                .then()
                .header(ALLOWED, nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
        given().header("Origin", "http://localhost:8080")
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/mixtures")
                .then()
                .statusCode(403);
    }

    @Test
    void thePageOfTheServiceMayPost() {
        given().header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/mixtures")
                .then()
                .statusCode(400);
    }

    @Test
    void aClientThatSendsNoOriginMayPost() {
        post("/api/v1/mixtures", "{}").statusCode(400);
    }
}
