package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.lab.PretrainingMix;
import io.tiltmeter.dataset.lab.WorldSettings;
import java.util.List;

/** What a schema cannot say of the lab world's settings in a request: which of them depend on one another. */
public final class LabRequestCheck {
    private static final String SUBJECTS = "subjects_per_group";
    private static final String STRENGTHS = "fact_strengths";
    private static final String FACTS = "fact_share";
    private static final String READING = "reading_share";

    private LabRequestCheck() {}

    /** Adds the faults of {@code world}, whose fields may have any type. */
    public static void checkWorld(JsonNode request, List<Fault> faults) {
        JsonNode world = request.path("world");
        double subjects = number(world, SUBJECTS, WorldSettings.standard().subjectsPerGroup());
        int strengths = world.path(STRENGTHS).isArray() ? world.path(STRENGTHS).size() : 0;
        if (subjects >= 1 && strengths > subjects) {
            faults.add(new Fault(
                    "world." + STRENGTHS,
                    world.path(STRENGTHS).toString(),
                    "has more elements than " + SUBJECTS + ", " + (int) subjects + ": some would have no subject",
                    "send fewer weights, or more subjects"));
        }
    }

    /** Adds the faults of {@code pretraining_mix}, whose fields may have any type. */
    public static void checkMix(JsonNode request, List<Fault> faults) {
        JsonNode mix = request.path("pretraining_mix");
        PretrainingMix standard = PretrainingMix.standard();
        double facts = number(mix, FACTS, standard.factShare());
        double reading = number(mix, READING, standard.readingShare());
        boolean eachIsAShare = facts >= 0 && reading >= 0 && facts <= 1 && reading <= 1;
        if (eachIsAShare && facts + reading > 1 + PretrainingMix.SLACK) {
            faults.add(new Fault(
                    "pretraining_mix." + FACTS + " + pretraining_mix." + READING,
                    facts + " + " + reading,
                    "must sum to at most 1; the rest are lists",
                    "send both; one that is left out has its default"));
        }
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
