package io.tiltmeter.quickstart.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** An error response of a service (RFC 9457). */
final class Problem {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problem() {}

    /** What a service says is wrong: a sentence, then a line for each fault. */
    static String text(int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            StringBuilder text = new StringBuilder(
                    problem.path("detail").asText(problem.path("title").asText("HTTP " + status)));
            for (JsonNode fault : problem.path("faults")) {
                String value = fault.path("value").asText();
                text.append("\n  ")
                        .append(fault.path("field").asText())
                        .append(value.isEmpty() ? "" : " " + value)
                        .append(": ")
                        .append(fault.path("limit").asText())
                        .append("; ")
                        .append(fault.path("remedy").asText());
            }
            return text.toString();
        } catch (JsonProcessingException notJson) {
            return "HTTP " + status + " " + body;
        }
    }
}
