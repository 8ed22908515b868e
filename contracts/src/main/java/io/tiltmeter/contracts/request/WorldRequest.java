package io.tiltmeter.contracts.request;

import java.util.List;

/**
 * How large the lab world is, and how strongly its facts are told.
 *
 * @param subjectsPerGroup subjects of each type in each of the four groups that are known or unknown
 * @param readersPerType subjects of each type that only passages name
 * @param answersPerPool cities, persons and things
 * @param factStrengths relative weights by which fact documents draw known subjects, which are dealt to them in turn
 */
public record WorldRequest(int subjectsPerGroup, int readersPerType, int answersPerPool, List<Double> factStrengths) {
    public WorldRequest {
        factStrengths = List.copyOf(factStrengths);
    }
}
