package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.JsonFlaw;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers JSON objects, one a line, by one line each in the same order. A line that cannot be answered gets an object with
 * its number and the error, and the remaining lines are answered.
 */
final class JsonLines {

    /** Lines that are answered together. */
    private static final int BATCH_LINES = 256;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final BufferedReader in;
    private final PrintStream out;

    JsonLines(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Answers lines.
     *
     * @param <R> a request, parsed from its line
     */
    interface Task<R> {
        /** @throws IllegalArgumentException if this line cannot be answered */
        R request(JsonNode line);

        /**
         * Writes the answer to each request into the object with the same index.
         *
         * @param first requests before these, errors not counted
         */
        void answer(List<R> requests, long first, List<ObjectNode> answers);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The text under a name. @throws IllegalArgumentException if it is missing or not a text */
    static String text(JsonNode line, String name) {
        if (!line.path(name).isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is " + (line.has(name) ? "not a text" : "missing"));
        }
        return line.path(name).asText();
    }

    /** @throws IllegalArgumentException naming the unknown fields of the line */
    static void allow(JsonNode line, String... names) {
        Set<String> unknown = new HashSet<>();
        line.fieldNames().forEachRemaining(unknown::add);
        List.of(names).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "fields " + unknown.stream().sorted().toList() + " are unknown; known: " + List.of(names));
        }
    }

    /** Answers all lines; returns the number of errors. */
    <R> int run(Task<R> task) throws IOException {
        int faults = 0;
        long answered = 0;
        long number = 0;
        String line = in.readLine();
        while (line != null) {
            List<ObjectNode> all = new ArrayList<>();
            List<R> requests = new ArrayList<>();
            List<ObjectNode> answers = new ArrayList<>();
            for (; line != null && all.size() < BATCH_LINES; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                ObjectNode answer = object().put("line", number);
                all.add(answer);
                try {
                    requests.add(task.request(parsed(line)));
                    answers.add(answer);
                } catch (IllegalArgumentException e) {
                    answer.put("error", e.getMessage());
                    faults++;
                }
            }
            task.answer(requests, answered, answers);
            answered += requests.size();
            for (ObjectNode answer : all) {
                out.println(JSON.writeValueAsString(answer));
            }
            out.flush();
        }
        return faults;
    }

    private static JsonNode parsed(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + JsonFlaw.reason(line), e);
        }
        throw new IllegalArgumentException("not a JSON object");
    }
}
