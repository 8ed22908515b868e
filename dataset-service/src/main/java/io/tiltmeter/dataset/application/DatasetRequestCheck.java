package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.filter.InLanguages;
import io.tiltmeter.dataset.filter.TextPattern;
import io.tiltmeter.dataset.lab.InstructionRecipe;
import io.tiltmeter.dataset.lab.InstructionShares;
import io.tiltmeter.dataset.lab.PretrainingMix;
import io.tiltmeter.dataset.lab.PretrainingRecipe;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.dataset.mixture.RatioSweep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a schema cannot say of a request for mixtures: which settings depend on one another. Each method adds the faults of
 * a JSON object, whose fields may have any type.
 */
public final class DatasetRequestCheck {
    private static final double SLACK = 1e-6;
    static final String WORLD = "world";
    private static final String MIX = "pretraining_mix";
    private static final Pattern LANGUAGE_CODE = Pattern.compile("[a-z]{2,3}");

    private DatasetRequestCheck() {}

    public static void check(JsonNode request, List<Fault> faults) {
        switch (request.path("recipe").asText()) {
            case PretrainingRecipe.NAME -> {
                checkWorld(request, faults);
                checkMix(request.path(MIX), faults);
            }
            case InstructionRecipe.NAME -> {
                checkWorld(request, faults);
                checkShares(request, faults);
            }
            case MixtureRequest.SOURCES -> checkSources(request, faults);
            default -> {
                // the schema says which recipes there are
            }
        }
    }

    /** Of a request for a mixture at several ratios of augmentation. */
    public static void checkSweep(JsonNode request, List<Fault> faults) {
        JsonNode mixture = request.path("mixture");
        if (!mixture.has("mixture_id")) {
            faults.add(new Fault(
                    "mixture.mixture_id", "", "is required", "send the id that the mixtures' ids begin with"));
        }
        if (!mixture.path("recipe").asText().equals(MixtureRequest.SOURCES)) {
            faults.add(new Fault(
                    "mixture.recipe",
                    mixture.path("recipe").asText(),
                    "is not " + MixtureRequest.SOURCES + ", and only such mixtures are augmented",
                    "send " + MixtureRequest.SOURCES + " and parts"));
        } else {
            List<Fault> faultsOfMixture = new ArrayList<>();
            checkSources(mixture, faultsOfMixture);
            faultsOfMixture.forEach(fault -> faults.add(new Fault(
                    "mixture." + fault.field().replace(" + ", " + mixture."),
                    fault.value(),
                    fault.limit(),
                    fault.remedy())));
        }
        Set<Double> earlier = new HashSet<>();
        JsonNode ratios = request.path("ratios");
        for (int i = 0; i < ratios.size(); i++) {
            JsonNode ratio = ratios.path(i);
            if (ratio.isNumber() && !earlier.add(ratio.asDouble())) {
                faults.add(new Fault("ratios[" + i + "]", ratio.asText(), "is there twice", "leave one of them out"));
            } else if (ratio.isNumber() && isShare(ratio.asDouble())) {
                String id = mixture.path("mixture_id").asText() + RatioSweep.ending(ratio.asDouble());
                if (id.length() > Id.MAX_LENGTH) {
                    faults.add(new Fault(
                            "ratios[" + i + "]",
                            ratio.asText(),
                            "makes an id of " + id.length() + " characters, and " + Id.MAX_LENGTH + " are allowed",
                            "send a ratio with fewer digits, or a shorter mixture_id"));
                }
            }
        }
    }

    /** Of a request for a mixture or a suite of the lab world. */
    public static void checkWorld(JsonNode request, List<Fault> faults) {
        JsonNode world = request.path(WORLD);
        double subjects =
                number(world, "subjects_per_group", WorldSettings.standard().subjectsPerGroup());
        JsonNode strengths = world.path("fact_strengths");
        if (subjects >= 1 && strengths.isArray() && strengths.size() > subjects) {
            faults.add(new Fault(
                    "world.fact_strengths",
                    strengths.toString(),
                    "has more elements than subjects_per_group, " + (int) subjects + ": some would have no subject",
                    "send fewer weights, or more subjects"));
        }
    }

    private static void checkMix(JsonNode mix, List<Fault> faults) {
        PretrainingMix standard = PretrainingMix.standard();
        double facts = number(mix, "fact_share", standard.factShare());
        double readingShare = number(mix, "reading_share", standard.readingShare());
        if (isShare(facts) && isShare(readingShare) && facts + readingShare > 1 + PretrainingMix.SLACK) {
            faults.add(new Fault(
                    "pretraining_mix.fact_share + pretraining_mix.reading_share",
                    facts + " + " + readingShare,
                    "must sum to at most 1; the rest are lists",
                    "send both; one that is left out has its default"));
        }
    }

    private static void checkShares(JsonNode request, List<Fault> faults) {
        InstructionShares standard = InstructionShares.standard();
        double first = number(request, "context_critical_share", standard.contextCritical());
        double second = number(request, "non_context_critical_share", standard.nonContextCritical());
        double third = number(request, "subject_critical_share", standard.subjectCritical());
        if (isShare(first) && isShare(second) && isShare(third) && Math.abs(first + second + third - 1) > SLACK) {
            faults.add(new Fault(
                    "context_critical_share + non_context_critical_share + subject_critical_share",
                    first + " + " + second + " + " + third,
                    "must sum to 1",
                    "send all three; one that is left out has its default"));
        }
    }

    private static void checkSources(JsonNode request, List<Fault> faults) {
        if (request.has("max_length") && !request.has("tokenizer")) {
            faults.add(new Fault(
                    "tokenizer",
                    "",
                    "is required with max_length, which is in its tokens",
                    "send run:<run id> or run:<run id>@<step>, or leave max_length out"));
        }
        if (request.has("tokenizer") && !request.has("max_length")) {
            faults.add(new Fault(
                    "tokenizer",
                    request.path("tokenizer").asText(),
                    "counts tokens for max_length, and there is none",
                    "send a max_length such as 512 too, or leave it out"));
        }
        checkSizes(request, faults);
        JsonNode parts = request.path("parts");
        for (int i = 0; i < parts.size(); i++) {
            JsonNode filters = parts.path(i).path("filters");
            for (int j = 0; j < filters.size(); j++) {
                checkFilter("parts[" + i + "].filters[" + j + "]", filters.path(j), faults);
            }
        }
        JsonNode augmentation = request.path("augmentation");
        if (augmentation.isObject() && augmentation.has("ratio") == augmentation.has("count")) {
            faults.add(new Fault(
                    "augmentation.ratio",
                    augmentation.path("ratio").asText(),
                    "exactly one of ratio and count says how many rows are added",
                    "send a ratio such as 0.1, or a count such as 500"));
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
        List<String> fields = new ArrayList<>();
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String path = "parts[" + i + "]";
            JsonNode part = parts.path(i);
            fields.add(path + ".share");
            shares.add(part.path("share").asText());
            if (!part.has("share")) {
                faults.add(new Fault(
                        path + ".share",
                        "",
                        "is required where another part has a share",
                        "send a share for every part, or for none"));
            }
            if (part.has("count")) {
                faults.add(new Fault(
                        path + ".count",
                        part.get("count").toString(),
                        "does not go with shares",
                        "leave it out, and send example_count for the mixture's size; or leave every share out"));
            }
        }
        if (known && !(Math.abs(sum - 1) <= SLACK)) {
            faults.add(new Fault(
                    String.join(" + ", fields),
                    String.join(" + ", shares),
                    "must sum to 1",
                    "change the shares so that they do, such as 0.8 and 0.2"));
        }
    }

    private static void checkFilter(String path, JsonNode filter, List<Fault> faults) {
        switch (filter.path("filter").asText()) {
            case "length" -> checkLength(path, filter, faults);
            case "language" -> checkLanguages(path, filter.path("languages"), faults);
            case "regex" -> checkPattern(path, filter.path("pattern"), faults);
            case "sample" -> {
                if (filter.has("share") == filter.has("count")) {
                    faults.add(new Fault(
                            path + ".count",
                            filter.path("count").asText(),
                            "exactly one of share and count is required for sample",
                            "send a count such as 1000, or a share such as 0.1"));
                }
            }
            default -> {
                // its settings are independent of one another
            }
        }
    }

    private static void checkLength(String path, JsonNode filter, List<Fault> faults) {
        JsonNode min = filter.path("min_characters");
        JsonNode max = filter.path("max_characters");
        if (min.isMissingNode() && max.isMissingNode()) {
            faults.add(new Fault(
                    path + ".max_characters",
                    "",
                    "at least one of min_characters and max_characters is required for length",
                    "send the fewest or the most characters, such as 4000"));
        }
        if (min.isNumber() && max.isNumber() && min.asLong() > max.asLong()) {
            faults.add(new Fault(
                    path + ".min_characters",
                    min.asText(),
                    "is above max_characters " + max.asText() + ": no row is so long and so short",
                    "send a number up to " + max.asText()));
        }
    }

    /** Of codes in the form of the schema; the others are faults already. */
    private static void checkLanguages(String path, JsonNode languages, List<Fault> faults) {
        for (int i = 0; i < languages.size(); i++) {
            String language = languages.path(i).asText();
            if (LANGUAGE_CODE.matcher(language).matches() && !InLanguages.canTell(language)) {
                faults.add(new Fault(
                        path + ".languages[" + i + "]",
                        language,
                        "is no language that can be detected",
                        "send some of " + String.join(", ", InLanguages.known())));
            }
        }
    }

    private static void checkPattern(String path, JsonNode pattern, List<Fault> faults) {
        if (pattern.isTextual()) {
            TextPattern.fault(pattern.asText())
                    .ifPresent(
                            why -> faults.add(new Fault(path + ".pattern", pattern.asText(), why, TextPattern.REMEDY)));
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    /** NaN where the schema has already found the value to be no number. */
    private static double number(JsonNode object, String field, double byDefault) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return byDefault;
        }
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }
}
