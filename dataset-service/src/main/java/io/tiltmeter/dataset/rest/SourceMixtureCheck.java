package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import java.util.ArrayList;
import java.util.List;

/** What a schema cannot say of a mixture of sources: its parts' sizes, what counts tokens, how much is augmented. */
final class SourceMixtureCheck {
    private static final double SLACK = 1e-6;

    private SourceMixtureCheck() {}

    /** Adds the faults of a JSON object, whose fields may have any type. */
    static void check(JsonNode request, List<Fault> faults) {
        if (!request.has("parts")) {
            faults.add(new Fault(
                    "parts",
                    "",
                    "is required for the recipe sources",
                    "send 1 to 20 parts such as [{\"source\": \"alpaca\"}]"));
        }
        checkTokenizer(request, faults);
        checkSizes(request, faults);
        JsonNode parts = request.path("parts");
        for (int i = 0; i < parts.size(); i++) {
            JsonNode filters = parts.path(i).path("filters");
            for (int j = 0; j < filters.size(); j++) {
                FilterRequestCheck.check("parts[" + i + "].filters[" + j + "]", filters.path(j), faults);
            }
        }
        if (request.path("augmentation").isObject()) {
            checkAugmentation(request.path("augmentation"), faults);
        }
    }

    private static void checkTokenizer(JsonNode request, List<Fault> faults) {
        if (request.has("max_length") && !request.has("tokenizer")) {
            faults.add(new Fault(
                    "tokenizer",
                    "",
                    "is required beside max_length, which is in its tokens",
                    "send run:<run id> or run:<run id>@<step>, or leave max_length out"));
        }
        if (request.has("tokenizer") && !request.has("max_length")) {
            faults.add(new Fault(
                    "tokenizer",
                    request.path("tokenizer").asText(),
                    "counts tokens for max_length, and there is none",
                    "send a max_length such as 512 too, or leave it out"));
        }
    }

    private static void checkSizes(JsonNode request, List<Fault> faults) {
        JsonNode parts = request.path("parts");
        boolean shared = false;
        boolean known = true;
        double sum = 0;
        for (JsonNode part : parts) {
            shared |= part.has("share");
            known &= part.path("share").isNumber();
            sum += part.path("share").asDouble();
        }
        if (!shared) {
            if (request.has("example_count") && parts.size() > 0) {
                faults.add(new Fault(
                        "example_count",
                        request.get("example_count").toString(),
                        "is divided by the parts' shares, and no part has one",
                        "send a share for every part, or a count for each in place of example_count"));
            }
            return;
        }
        List<String> places = new ArrayList<>();
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String place = "parts[" + i + "]";
            JsonNode part = parts.path(i);
            places.add(place + ".share");
            shares.add(part.path("share").asText());
            if (!part.has("share")) {
                faults.add(new Fault(
                        place + ".share",
                        "",
                        "is required where another part has a share",
                        "send a share for every part, or for none"));
            }
            if (part.has("count")) {
                faults.add(new Fault(
                        place + ".count",
                        part.get("count").toString(),
                        "does not go with shares",
                        "leave it out, and send example_count for the mixture's size; or leave every share out"));
            }
        }
        if (known && !(Math.abs(sum - 1) <= SLACK)) {
            faults.add(new Fault(
                    String.join(" + ", places),
                    String.join(" + ", shares),
                    "must sum to 1",
                    "change the shares so that they do, such as 0.8 and 0.2"));
        }
    }

    private static void checkAugmentation(JsonNode augmentation, List<Fault> faults) {
        if (augmentation.has("ratio") == augmentation.has("count")) {
            faults.add(new Fault(
                    "augmentation.ratio",
                    augmentation.path("ratio").asText(),
                    "exactly one of ratio and count says how many rows are added",
                    "send a ratio such as 0.1, or a count such as 500"));
        }
    }
}
