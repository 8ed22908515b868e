package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PageSettingsIT {
    @Test
    void thePageKnowsWhereABrowserReachesTheDatasetService() {
        given().get("/api/v1/page").then().statusCode(200).body("dataset_service", equalTo("http://127.0.0.1:8081"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/data.html", "/theory.html"})
    void aPageRunsItsOwnScriptsOnlyAndReadsNoServiceButTheTwo(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("script-src 'self';"))
                .header("Content-Security-Policy", containsString("connect-src 'self' http://127.0.0.1:8081/;"))
                .header("X-Frame-Options", equalTo("DENY"));
    }

    @Test
    void thePageOfDataIsServed() {
        given().get("/data.html").then().statusCode(200).body(containsString("/js/data.js"));
    }
}
