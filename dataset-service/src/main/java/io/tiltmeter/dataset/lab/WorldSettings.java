package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.request.WorldRequest;
import java.util.List;
import java.util.Optional;

/**
 * The size of a world, and how often its facts are stated. The largest sizes together need 500 of the 12,920 names of
 * persons and 10,000 of the 14,212 of everything else.
 *
 * @param subjectsPerGroup subjects of each type in each group but the readers, in [1, 500]
 * @param readersPerType in [2, 1000]: a distractor is about another reader than its passage
 * @param answersPerPool in [3, 500]: a conflict has two substitutes for the truth
 * @param factStrengths relative weights by which fact documents draw known subjects, 1 to 10 of them, each in
 *     [0.001, 1000]; at most one for each subject of a group, so that each has a subject. A single one becomes 1.
 */
public record WorldSettings(int subjectsPerGroup, int readersPerType, int answersPerPool, List<Double> factStrengths) {
    private static final WorldSettings STANDARD = new WorldSettings(25, 60, 40, List.of(1.0));
    private static final int MAX_SUBJECTS = 500;
    private static final int MIN_READERS = 2;
    private static final int MAX_READERS = 1000;
    private static final int MIN_ANSWERS = 3;
    private static final int MAX_ANSWERS = 500;
    private static final int MAX_STRENGTHS = 10;
    private static final double MIN_STRENGTH = 0.001;
    private static final double MAX_STRENGTH = 1000;

    public WorldSettings {
        require("subjectsPerGroup", subjectsPerGroup, 1, MAX_SUBJECTS);
        require("readersPerType", readersPerType, MIN_READERS, MAX_READERS);
        require("answersPerPool", answersPerPool, MIN_ANSWERS, MAX_ANSWERS);
        require("number of factStrengths", factStrengths.size(), 1, Math.min(MAX_STRENGTHS, subjectsPerGroup));
        for (double strength : factStrengths) {
            require("factStrength", strength, MIN_STRENGTH, MAX_STRENGTH);
        }
        factStrengths = factStrengths.size() == 1 ? List.of(1.0) : List.copyOf(factStrengths);
    }

    /** The world of the default study. */
    public static WorldSettings standard() {
        return STANDARD;
    }

    /**
     * What was requested, or the world of the default study.
     *
     * @throws IllegalArgumentException if a size or strength is out of its range
     */
    public static WorldSettings of(Optional<WorldRequest> request) {
        return request.map(world -> new WorldSettings(
                        world.subjectsPerGroup(),
                        world.readersPerType(),
                        world.answersPerPool(),
                        world.factStrengths()))
                .orElse(STANDARD);
    }

    /** The request of this world; none for the default world. */
    public Optional<WorldRequest> request() {
        return isStandard()
                ? Optional.empty()
                : Optional.of(new WorldRequest(subjectsPerGroup, readersPerType, answersPerPool, factStrengths));
    }

    boolean isStandard() {
        return equals(STANDARD);
    }

    /** Whether facts are stated with different frequencies. */
    boolean hasStrata() {
        return factStrengths.size() > 1;
    }

    int subjectsOfEachType(SubjectGroup group) {
        return group == SubjectGroup.READER ? readersPerType : subjectsPerGroup;
    }

    /** The strength of the facts of the known subject at this position in its type and group. */
    double strengthAt(int position) {
        return factStrengths.get(position % factStrengths.size());
    }

    private static void require(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(name + " " + value + " is outside [" + lowest + ", " + highest + "]");
        }
    }
}
