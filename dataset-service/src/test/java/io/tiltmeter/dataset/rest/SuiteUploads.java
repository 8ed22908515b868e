package io.tiltmeter.dataset.rest;

import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;

/** Suites that are uploaded. */
final class SuiteUploads {
    private SuiteUploads() {}

    static ValidatableResponse upload(String name, String file) {
        return upload(name, file.getBytes(StandardCharsets.UTF_8));
    }

    static ValidatableResponse upload(String name, byte[] file) {
        return DatasetCalls.upload("/api/v1/suites?name=" + name, file);
    }

    /** A line of JSON: a conflict about the location of something. */
    static String row(String what, String contextAnswer, String memoryAnswer) {
        return "{\"context\": \"The " + what + " of Varn moved to " + contextAnswer
                + ".\", \"question\": \"Where is the "
                + what + " of Varn?\", \"answer\": \"" + contextAnswer + "\", \"memory_answer\": \"" + memoryAnswer
                + "\"}\n";
    }
}
