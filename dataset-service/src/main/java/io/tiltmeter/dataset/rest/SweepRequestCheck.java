package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.List;

/** What a schema cannot say of a sweep: its mixture has an id and comes from sources, and no ratio is there twice. */
final class SweepRequestCheck {
    private SweepRequestCheck() {}

    static void check(JsonNode request, List<Fault> faults) {
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
        }
        JsonNode ratios = request.path("ratios");
        for (int i = 0; i < ratios.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (ratios.get(i).isNumber()
                        && ratios.get(i).asDouble() == ratios.get(j).asDouble()) {
                    faults.add(new Fault(
                            "ratios[" + i + "]", ratios.get(i).asText(), "is there twice", "leave one of them out"));
                }
            }
        }
    }
}
