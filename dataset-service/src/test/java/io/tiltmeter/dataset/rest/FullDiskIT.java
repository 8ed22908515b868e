package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service whose disk has less room than it shall have. */
@QuarkusTest
@TestProfile(FullDiskIT.MoreThanAnyDiskHas.class)
class FullDiskIT {
    @Test
    void newWorkIsRefusedWithThePlaceAndReadsAndCancellationsAreNot() {
        for (String path : new String[] {"/api/v1/mixtures", "/api/v1/suites/a/lint", "/api/v1/sources"}) {
            post(path, "{}")
                    .statusCode(507)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:tiltmeter:problem:disk-full"))
                    .body("detail", containsString("tiltmeter.artifacts.directory"))
                    .body("detail", containsString("make room"));
        }
        given().get("/api/v1/mixtures").then().statusCode(200);
        given().post("/api/v1/mixtures/a/cancel").then().statusCode(404);
    }

    /** Eight exabytes. */
    public static final class MoreThanAnyDiskHas implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tiltmeter.artifacts.least-free", "8000000000000M");
        }
    }
}
