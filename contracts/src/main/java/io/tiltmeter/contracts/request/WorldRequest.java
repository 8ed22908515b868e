package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * How large the lab world is, and how strongly its facts are told. What is left out has its default.
 *
 * @param subjectsPerGroup subjects of each type in each of the four groups that are known or unknown
 * @param readersPerType subjects of each type that only passages name
 * @param answersPerPool cities, persons and things
 * @param factStrengths relative weights by which fact documents draw known subjects, which are dealt to them in turn;
 *     empty if left out
 */
public record WorldRequest(
        Optional<Integer> subjectsPerGroup,
        Optional<Integer> readersPerType,
        Optional<Integer> answersPerPool,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> factStrengths) {
    public WorldRequest {
        factStrengths = factStrengths == null ? List.of() : List.copyOf(factStrengths);
    }
}
