package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * JSON objects, one a line, answered by one line each in their order. A line that cannot be answered is answered with an
 * object that has its number and the error, and the rest goes on.
 */
final class JsonLines {

    /** Lines that are worked on together. */
    private static final int TOGETHER = 256;

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
     * What answers the lines.
     *
     * @param <Q> a question, read from its line
     */
    interface Work<Q> {
        /** @throws IllegalArgumentException if this line cannot be answered */
        Q question(JsonNode line);

        /**
         * Writes each question's answer into the object at its place.
         *
         * @param first questions before these, errors not counted
         */
        void answer(List<Q> questions, long first, List<ObjectNode> answers);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The text under a name. @throws IllegalArgumentException if it is missing or no text */
    static String text(JsonNode line, String name) {
        if (!line.path(name).isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is " + (line.has(name) ? "no text" : "missing"));
        }
        return line.path(name).asText();
    }

    /** @throws IllegalArgumentException naming the fields that the line has and should not */
    static void allow(JsonNode line, String... names) {
        Set<String> unknown = new HashSet<>();
        line.fieldNames().forEachRemaining(unknown::add);
        List.of(names).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "fields " + unknown.stream().sorted().toList() + " are unknown; there is: " + List.of(names));
        }
    }

    /** Answers all lines; returns how many could not be. */
    <Q> int run(Work<Q> work) throws IOException {
        int faults = 0;
        long answered = 0;
        long number = 0;
        String line = in.readLine();
        while (line != null) {
            List<ObjectNode> all = new ArrayList<>();
            List<Q> questions = new ArrayList<>();
            List<ObjectNode> answers = new ArrayList<>();
            for (; line != null && all.size() < TOGETHER; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                ObjectNode answer = object().put("line", number);
                all.add(answer);
                try {
                    questions.add(work.question(parsed(line)));
                    answers.add(answer);
                } catch (IllegalArgumentException e) {
                    answer.put("error", e.getMessage());
                    faults++;
                }
            }
            work.answer(questions, answered, answers);
            answered += questions.size();
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
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("no JSON object");
    }
}
