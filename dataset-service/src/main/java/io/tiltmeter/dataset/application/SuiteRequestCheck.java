package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.facts.FactControl;
import io.tiltmeter.dataset.facts.FactSuite;
import java.util.List;
import java.util.Optional;

/** What a schema cannot say of a request for a suite that the service makes. */
public final class SuiteRequestCheck {
    private static final String LAB = "lab_";
    private static final String CONTROL = "control";

    private SuiteRequestCheck() {}

    /** Some settings are of the lab world, and some of public facts. */
    public static void check(JsonNode request, List<Fault> faults) {
        DatasetRequestCheck.checkWorld(request, faults);
        String recipe = request.path("recipe").asText();
        Optional<FactSuite> facts = FactSuite.ofRecipe(recipe);
        boolean isLab = recipe.startsWith(LAB);
        if (facts.isPresent() && request.has(DatasetRequestCheck.WORLD)) {
            faults.add(
                    new Fault(DatasetRequestCheck.WORLD, "", "only of recipes that begin with lab_", "leave it out"));
        }
        for (String setting : List.of(CONTROL, "size", "held_out")) {
            if (isLab && request.has(setting)) {
                faults.add(new Fault(
                        setting,
                        request.path(setting).asText(),
                        "only of facts, capitals, biographies and sayings",
                        "leave it out, or send one of these recipes"));
            }
        }
        boolean isOpenBook = request.path(CONTROL).asText().equals(FactControl.OPEN_BOOK.label());
        if (isOpenBook && facts.filter(suite -> !suite.hasUnknownSubjects()).isPresent()) {
            faults.add(new Fault(
                    CONTROL,
                    FactControl.OPEN_BOOK.label(),
                    "not of " + recipe + ": nobody can make one up that is not a saying",
                    "send conflict, consistent, closed_book or irrelevant"));
        }
    }
}
