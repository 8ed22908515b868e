package io.tiltmeter.dataset.facts;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The suites that come with the service. */
public enum FactSuite {
    /** Every relation but sayings. */
    FACTS("facts", EnumSet.complementOf(EnumSet.of(Relation.SAYING))),
    /** Capitals of countries. */
    CAPITALS("capitals", EnumSet.of(Relation.CAPITAL)),
    /** Where people were born, and what they wrote, painted, composed, directed and founded. */
    BIOGRAPHIES(
            "biographies",
            EnumSet.of(
                    Relation.BIRTHPLACE,
                    Relation.AUTHOR,
                    Relation.PAINTER,
                    Relation.COMPOSER,
                    Relation.DIRECTOR,
                    Relation.FOUNDER)),
    /** A second style: a saying is to be completed as the text has it, against memory. */
    SAYINGS("sayings", EnumSet.of(Relation.SAYING));

    private final String recipe;
    private final Set<Relation> relations;

    FactSuite(String recipe, Set<Relation> relations) {
        this.recipe = recipe;
        this.relations = relations;
    }

    /** The suite that a request names; empty if it is none of these. */
    public static Optional<FactSuite> ofRecipe(String recipe) {
        return Arrays.stream(values())
                .filter(suite -> suite.recipe.equals(recipe))
                .findFirst();
    }

    /** Its name in a suite request. */
    public String recipe() {
        return recipe;
    }

    /** Whether subjects that nobody knows can be made up for it. */
    public boolean hasUnknownSubjects() {
        return relations.stream().anyMatch(Relation::hasUnknownSubjects);
    }

    List<PublicFact> facts() {
        return relations.stream().flatMap(relation -> relation.facts().stream()).toList();
    }
}
