package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;

/** Sends suites as a person would. */
final class Sending {
    private Sending() {}

    static ValidatableResponse send(String name, String file) {
        return send(name, file.getBytes(StandardCharsets.UTF_8));
    }

    static ValidatableResponse send(String name, byte[] file) {
        return given().contentType("application/octet-stream")
                .queryParam("name", name)
                .body(file)
                .post("/api/v1/suites")
                .then();
    }

    static ValidatableResponse post(String path, String json) {
        return given().contentType(ContentType.JSON).body(json).post(path).then();
    }

    /** A conflict on the place of something, as JSON. */
    static String row(String what, String contextAnswer, String memoryAnswer) {
        return "{\"context\": \"The " + what + " of Varn moved to " + contextAnswer
                + ".\", \"question\": \"Where is the "
                + what + " of Varn?\", \"answer\": \"" + contextAnswer + "\", \"memory_answer\": \"" + memoryAnswer
                + "\"}\n";
    }
}
