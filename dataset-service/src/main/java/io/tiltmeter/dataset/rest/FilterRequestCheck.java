package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.FilterRequest;
import io.tiltmeter.dataset.filter.InLanguages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a schema cannot say of one filter: which settings are its own, which it cannot do without, how they agree. */
final class FilterRequestCheck {
    private static final Map<String, Set<String>> SETTINGS = Map.of(
            FilterRequest.CONTEXT_ONLY, Set.of(),
            FilterRequest.CONTEXT_CRITICAL, Set.of("model", "share", "score"),
            FilterRequest.OVERLAP, Set.of("suite"),
            FilterRequest.LENGTH, Set.of("part", "min_characters", "max_characters"),
            FilterRequest.DEDUP, Set.of("mode", "threshold", "part"),
            FilterRequest.LANGUAGE, Set.of("languages", "min_confidence", "part"),
            FilterRequest.REGEX, Set.of("pattern", "part", "keep"),
            FilterRequest.SAMPLE, Set.of("share", "count"));
    private static final Set<String> ALL = Set.of(
            "model",
            "share",
            "score",
            "suite",
            "part",
            "min_characters",
            "max_characters",
            "mode",
            "threshold",
            "languages",
            "min_confidence",
            "pattern",
            "keep",
            "count");
    private static final Map<String, String> REQUIRED = Map.of(
            FilterRequest.CONTEXT_CRITICAL, "model",
            FilterRequest.OVERLAP, "suite",
            FilterRequest.LANGUAGE, "languages",
            FilterRequest.REGEX, "pattern");
    private static final Map<String, String> REMEDIES = Map.of(
            "model", "send the base model, such as run:lab-20-base",
            "suite", "send an id or name that GET /api/v1/suites lists",
            "languages", "send languages in letters of ISO 639, such as [\"eng\"]",
            "pattern", "send a regular expression such as (?i)as an ai");

    private static final Pattern LANGUAGE_CODE = Pattern.compile("[a-z]{2,3}");

    private FilterRequestCheck() {}

    /** Adds the faults of the filter at this place; one that the schema does not know has no others. */
    static void check(String place, JsonNode filter, List<Fault> faults) {
        String name = filter.path("filter").asText();
        Set<String> own = SETTINGS.get(name);
        if (own == null) {
            return;
        }
        for (String setting : new TreeSet<>(ALL)) {
            if (filter.has(setting) && !own.contains(setting)) {
                faults.add(new Fault(
                        place + "." + setting,
                        filter.get(setting).toString(),
                        "is no setting of " + name,
                        own.isEmpty()
                                ? "leave it out: " + name + " has no settings"
                                : "leave it out, or send one of " + String.join(", ", new TreeSet<>(own))));
            }
        }
        String required = REQUIRED.getOrDefault(name, "");
        if (!required.isEmpty() && !filter.has(required)) {
            faults.add(new Fault(place + "." + required, "", "is required for " + name, REMEDIES.get(required)));
        }
        switch (name) {
            case FilterRequest.LENGTH -> checkLength(place, filter, faults);
            case FilterRequest.DEDUP -> checkDedup(place, filter, faults);
            case FilterRequest.REGEX -> checkRegex(place, filter, faults);
            case FilterRequest.SAMPLE -> checkSample(place, filter, faults);
            case FilterRequest.LANGUAGE -> checkLanguages(place, filter, faults);
            default -> {
                // its settings are independent of one another
            }
        }
    }

    /** Of codes in the form of the schema; the others are faults already. */
    private static void checkLanguages(String place, JsonNode filter, List<Fault> faults) {
        JsonNode languages = filter.path("languages");
        for (int i = 0; i < languages.size(); i++) {
            String language = languages.path(i).asText();
            if (LANGUAGE_CODE.matcher(language).matches() && !InLanguages.canTell(language)) {
                faults.add(new Fault(
                        place + ".languages[" + i + "]",
                        language,
                        "is no language that can be told",
                        "send some of " + String.join(", ", InLanguages.known())));
            }
        }
    }

    private static void checkLength(String place, JsonNode filter, List<Fault> faults) {
        JsonNode least = filter.path("min_characters");
        JsonNode most = filter.path("max_characters");
        if (least.isMissingNode() && most.isMissingNode()) {
            faults.add(new Fault(
                    place + ".max_characters",
                    "",
                    "at least one of min_characters and max_characters is required for length",
                    "send the fewest or the most characters, such as 4000"));
        }
        if (least.isNumber() && most.isNumber() && least.asLong() > most.asLong()) {
            faults.add(new Fault(
                    place + ".min_characters",
                    least.asText(),
                    "is above max_characters " + most.asText() + ": no row is so long and so short",
                    "send a number up to " + most.asText()));
        }
    }

    private static void checkDedup(String place, JsonNode filter, List<Fault> faults) {
        if (filter.path("mode").asText("exact").equals("exact")) {
            for (String setting : List.of("part", "threshold")) {
                if (filter.has(setting)) {
                    faults.add(new Fault(
                            place + "." + setting,
                            filter.get(setting).toString(),
                            "is a setting of the mode near alone",
                            "leave it out, or send \"mode\": \"near\""));
                }
            }
        }
    }

    private static void checkRegex(String place, JsonNode filter, List<Fault> faults) {
        if (filter.path("pattern").isTextual()) {
            String pattern = filter.get("pattern").asText();
            notCompiling(pattern)
                    .ifPresent(why -> faults.add(new Fault(
                            place + ".pattern",
                            pattern,
                            "cannot be read: " + why,
                            "correct it there; escape brackets and other special characters with a backslash")));
        }
    }

    private static Optional<String> notCompiling(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription() + " at character " + e.getIndex());
        } catch (StackOverflowError e) {
            return Optional.of("too deeply nested");
        }
    }

    private static void checkSample(String place, JsonNode filter, List<Fault> faults) {
        if (filter.has("share") == filter.has("count")) {
            faults.add(new Fault(
                    place + ".count",
                    filter.path("count").asText(),
                    "exactly one of share and count is required for sample",
                    "send a count such as 1000, or a share such as 0.1"));
        }
        if (filter.path("share").isNumber() && filter.path("share").asDouble() == 0) {
            faults.add(new Fault(
                    place + ".share",
                    filter.get("share").asText(),
                    "leaves nothing",
                    "send a share above 0 and up to 1, such as 0.1"));
        }
    }
}
