package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A run on two conflict suites, on one of which it comes back. */
@QuarkusTest
class InversionIT {
    private static final Instant START = Instant.parse("2026-03-04T09:14:05Z");
    private static final int FACTS = 60;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Test
    void eachSuiteHasItsVerdictAndAllTogetherHaveOne() throws IOException {
        List<SyntheticSuite> suites = SyntheticSuite.labAndOneThatRecovers(FACTS);
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(new SyntheticStudy(artifacts, "two-suites", suites, START).all());
        }
        Waiting.untilScores("two-suites", suites.size() * SyntheticStudy.STEPS.size());
        String address = "/api/v1/runs/two-suites/inversion";
        given().get(address)
                .then()
                .statusCode(200)
                .body("overall", equalTo(true))
                .body("suite", nullValue())
                .body("items", equalTo(4 * FACTS))
                .body("clusters", equalTo(2 * FACTS))
                .body("suites.suite", equalTo(List.of("cf_lab", "cf_returning")))
                .body("suites.verdict", equalTo(List.of("inversion", "recovered")))
                .body("suites.items", equalTo(List.of(2 * FACTS, 2 * FACTS)));
        given().get(address + "?suite=cf_returning")
                .then()
                .body("overall", equalTo(false))
                .body("suites", hasSize(0))
                .body("verdict", equalTo("recovered"))
                .body("sentence", startsWith("Recovered: counterfactual accuracy fell from"))
                .body("reason", containsString("then rose to"))
                .body("test", containsString("whether the curve ever fell"))
                .body("strength", equalTo("shown"))
                .body("probability_recovered", greaterThan(0.9f))
                .body("trough_steps", hasSize(3))
                .body("paired", equalTo(true))
                .body("noise_measured", equalTo(true))
                .body("smallest_detectable_drop", greaterThan(0.02f));
        given().get(address + "?suite=cf_lab").then().body("verdict", equalTo("inversion"));
        given().get(address + "?suite=cf_none").then().statusCode(404);
    }
}
