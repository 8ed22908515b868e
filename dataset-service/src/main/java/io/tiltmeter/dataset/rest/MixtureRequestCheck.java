package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.lab.InstructionRecipe;
import io.tiltmeter.dataset.lab.InstructionShares;
import io.tiltmeter.dataset.lab.PretrainingRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a schema cannot say of a mixture request: which fields go together, and that shares sum to 1. */
public final class MixtureRequestCheck {
    private static final double SLACK = 1e-6;
    private static final String FIRST = "context_critical_share";
    private static final String SECOND = "non_context_critical_share";
    private static final String THIRD = "subject_critical_share";
    private static final String WORLD = "world";
    private static final String MIX = "pretraining_mix";
    private static final Set<String> OF_SOURCES =
            Set.of("template", "max_length", "tokenizer", "parts", "augmentation");
    private static final Map<String, Set<String>> FOREIGN = Map.of(
            PretrainingRecipe.NAME, with(OF_SOURCES, "example_count", FIRST, SECOND, THIRD),
            InstructionRecipe.NAME, with(OF_SOURCES, "document_count", MIX),
            MixtureRequest.SOURCES, Set.of("document_count", FIRST, SECOND, THIRD, WORLD, MIX));

    private MixtureRequestCheck() {}

    /** Adds the faults of a JSON object, whose fields may have any type. */
    public static void check(JsonNode request, List<Fault> faults) {
        String recipe = request.path("recipe").asText();
        Set<String> foreign = FOREIGN.getOrDefault(recipe, Set.of());
        foreign.stream()
                .sorted()
                .filter(request::has)
                .forEach(field -> faults.add(new Fault(
                        field, request.get(field).toString(), "is not a choice of " + recipe, "leave it out")));
        if (!foreign.contains(WORLD)) {
            LabRequestCheck.checkWorld(request, faults);
        }
        if (!foreign.contains(MIX)) {
            LabRequestCheck.checkMix(request, faults);
        }
        if (recipe.equals(InstructionRecipe.NAME)) {
            checkShares(request, faults);
        }
        if (recipe.equals(MixtureRequest.SOURCES)) {
            SourceMixtureCheck.check(request, faults);
        }
    }

    private static Set<String> with(Set<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    private static void checkShares(JsonNode request, List<Fault> faults) {
        InstructionShares standard = InstructionShares.standard();
        double first = share(request, FIRST, standard.contextCritical());
        double second = share(request, SECOND, standard.nonContextCritical());
        double third = share(request, THIRD, standard.subjectCritical());
        boolean eachIsAShare = first >= 0 && second >= 0 && third >= 0 && first <= 1 && second <= 1 && third <= 1;
        if (eachIsAShare && Math.abs(first + second + third - 1) > SLACK) {
            faults.add(new Fault(
                    String.join(" + ", FIRST, SECOND, THIRD),
                    first + " + " + second + " + " + third,
                    "must sum to 1",
                    "send all three; one that is left out has its default"));
        }
    }

    /** NaN where the schema has already found the value to be no number. */
    private static double share(JsonNode request, String field, double byDefault) {
        JsonNode share = request.path(field);
        if (share.isMissingNode()) {
            return byDefault;
        }
        return share.isNumber() ? share.asDouble() : Double.NaN;
    }
}
