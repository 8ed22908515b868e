package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PageSettingsIT {
    @Test
    void thePageKnowsWhereABrowserReachesTheDatasetService() {
        given().get("/api/v1/page").then().statusCode(200).body("dataset_service", equalTo("http://127.0.0.1:8081"));
    }

    @Test
    void thePageOfDataIsServed() {
        given().get("/data.html").then().statusCode(200).body(containsString("/js/data.js"));
    }
}
