package io.tiltmeter.quickstart.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code GET /api/v1/agreement} answers, as text.
 *
 * @param answer its JSON
 */
record AgreementText(JsonNode answer) {

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + answer.path("run_id").asText() + ", all scorers: " + share(answer.path("all")));
        for (JsonNode evaluation : answer.path("evaluations")) {
            lines.add("");
            lines.add(evaluation.path("id").asText() + ": " + share(evaluation.path("all")));
            for (JsonNode pair : evaluation.path("pairs")) {
                lines.add("  " + pair.path("first").asText() + " and "
                        + pair.path("second").asText() + ": " + share(pair.path("agreement")));
            }
            for (JsonNode item : evaluation.path("disagreements")) {
                lines.add("  - " + item.path("item_id").asText() + " " + labels(item.path("labels")));
                lines.add("      context says " + quoted(item, "context_answer") + ", memory says "
                        + quoted(item, "memory_answer") + ", generated " + quoted(item, "generated"));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String share(JsonNode share) {
        return String.format(
                Locale.ROOT,
                "one label for %.1f %% of %d items (%.1f %% of the %d that all decide), contradictions: %d",
                100 * share.path("share").asDouble(),
                share.path("items").asInt(),
                100 * share.path("share_of_decided").asDouble(),
                share.path("decided").asInt(),
                share.path("contradicted").asInt());
    }

    private static String labels(JsonNode labels) {
        List<String> each = new ArrayList<>();
        labels.properties()
                .forEach(label ->
                        each.add(label.getKey() + "=" + label.getValue().asText()));
        return String.join(" ", each);
    }

    private static String quoted(JsonNode item, String field) {
        return "\"" + item.path(field).asText() + "\"";
    }
}
