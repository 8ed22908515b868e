package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import java.util.List;
import java.util.regex.Pattern;

/** What a schema cannot say of a source request. */
final class SourceRequestCheck {
    private static final Pattern VERSION = Pattern.compile(".*\\.v[0-9]+");

    private SourceRequestCheck() {}

    /** Of one that comes with the file. */
    static void check(JsonNode request, List<Fault> faults) {
        String name = request.path("name").asText();
        if (VERSION.matcher(name).matches()) {
            faults.add(new Fault(
                    "name",
                    name,
                    "ends like a version",
                    "send the name alone, such as " + name.substring(0, name.lastIndexOf(".v"))
                            + ": its versions are numbered here"));
        }
        if (request.has("template") && !request.has("tokenizer")) {
            faults.add(new Fault(
                    "template",
                    request.path("template").asText(),
                    "is for counting tokens, and there is no tokenizer",
                    "send a tokenizer such as run:lab-20-base too, or leave it out"));
        }
    }

    /** Of one that says where the file is. */
    static void checkPlace(JsonNode request, List<Fault> faults) {
        check(request, faults);
        if (request.has("path") == request.has("url")) {
            faults.add(new Fault(
                    "path",
                    request.path("path").asText(),
                    "exactly one of path and url says where the file is",
                    "send one of them, or send the file itself as application/octet-stream with ?name="));
        }
    }
}
