package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that only shows. */
@QuarkusTest
@TestProfile(ReadOnlyIT.ReadOnly.class)
class ReadOnlyIT {
    @Test
    void whateverChangesAnythingIsRefusedWithTheSetting() {
        given().contentType("text/csv")
                .body(OpenApiExamples.CURVE)
                .post("/api/v1/runs/import?name=not-stored")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tiltmeter:problem:read-only"))
                .body("detail", containsString("tiltmeter.http.read-only"));
        given().contentType("application/json")
                .body("{\"archived\": true}")
                .patch("/api/v1/runs/any")
                .then()
                .statusCode(403);
        given().delete("/api/v1/runs/any").then().statusCode(403);
        given().post("/api/v1/topics/read-again").then().statusCode(403);
        assertEquals(404, given().get("/api/v1/runs/not-stored").statusCode());
    }

    @Test
    void readingAndComputingGoOn() {
        given().get("/api/v1/runs").then().statusCode(200);
        given().head("/").then().statusCode(200);
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/theories")
                .then()
                .statusCode(200);
    }

    /** The setting alone. */
    public static final class ReadOnly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tiltmeter.http.read-only", "true");
        }
    }
}
