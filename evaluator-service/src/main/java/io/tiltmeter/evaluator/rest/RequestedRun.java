package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;

/** Settings of a run that come as query parameters, so that a hook's payload need not carry them. */
final class RequestedRun {
    private RequestedRun() {}

    /** The request with what the parameters say beside it; a field of the body stands. */
    static JsonNode with(JsonNode body, MultivaluedMap<String, String> query) {
        if (!(body instanceof ObjectNode fields)) {
            return body;
        }
        ObjectNode whole = fields.deepCopy();
        query.forEach((name, values) -> {
            if (!whole.has(name)) {
                add(whole, name, values);
            }
        });
        return whole;
    }

    private static void add(ObjectNode fields, String name, List<String> values) {
        String value = values.get(0);
        switch (name) {
            case "suites" -> {
                ArrayNode suites = fields.putArray(name);
                values.forEach(list -> List.of(list.split(",")).forEach(suite -> suites.add(suite.strip())));
            }
            case "include_base" -> {
                if (value.equals("true") || value.equals("false")) {
                    fields.put(name, value.equals("true"));
                } else {
                    fields.put(name, value);
                }
            }
            case "total_steps" -> {
                if (value.matches("[0-9]{1,9}")) {
                    fields.put(name, Integer.parseInt(value));
                } else {
                    fields.put(name, value);
                }
            }
            default -> fields.put(name, value);
        }
    }
}
