package io.tiltmeter.results.slice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteSlicesTest {
    @Test
    void tagsAreSlicesAndBareTagsPartTheSuite() {
        SuiteSlices slices = SuiteSlices.of(
                List.of(
                        item("a", "x .", "y", "z", "relation:capital", "distractor"),
                        item("b", "x .", "y", "z", "relation:river", "title:Who: a tale")),
                Map.of());
        assertEquals(Set.of("a"), items(slices, "relation:capital"));
        assertEquals(Set.of("a"), items(slices, "distractor:yes"));
        assertEquals(Set.of("b"), items(slices, "distractor:no"));
        assertEquals(Set.of("b"), items(slices, "title:Who: a tale"));
        assertTrue(slices.isPartition("distractor", List.of("a", "b")));
        assertTrue(slices.isPartition("relation", List.of("a", "b")));
        assertFalse(slices.isPartition("title", List.of("a", "b")));
        assertTrue(slices.items(Slice.of("relation:lake")).isEmpty());
    }

    @Test
    void anItemWithTwoValuesMakesNoPartition() {
        SuiteSlices slices = SuiteSlices.of(List.of(item("a", "x .", "y", "z", "topic:law", "topic:war")), Map.of());
        assertFalse(slices.isPartition("topic", List.of("a")));
    }

    @Test
    void theMemoryAnswerIsLookedForOnWordBoundariesWithoutCaseAndAccents() {
        SuiteSlices slices = SuiteSlices.of(
                List.of(
                        item("accent", "From Bogota to Cali.", "Cali", "BOGOTÁ"),
                        item("part", "The new capital is Malevoro.", "Malevoro", "Male"),
                        item("closed", "", "Cali", "Bogotá"),
                        new SuiteItem(
                                "alias",
                                "c",
                                "Sucre\u2019s courts moved to Oruro.",
                                "q ?",
                                "Oruro",
                                "La Paz; Sucre",
                                List.of(),
                                List.of("La Paz", "Sucre"),
                                List.of())),
                Map.of());
        assertEquals(Set.of("accent", "alias"), items(slices, "memory_in_context:yes"));
        assertEquals(Set.of("part"), items(slices, "memory_in_context:no"));
    }

    @ParameterizedTest
    @CsvSource({"Oran,1", "N'Djamena,2-3", "Andorra la Vella,2-3", "the city of Port Louis,4+"})
    void answersAreCountedInWords(String answer, String length) {
        SuiteSlices slices = SuiteSlices.of(List.of(item("a", "x .", answer, "z")), Map.of());
        assertEquals(Set.of("a"), items(slices, "answer_length:" + length));
    }

    @Test
    void factStrengthIsTheTercileOfTheMarginAndTiesStayTogether() {
        SuiteSlices slices = SuiteSlices.of(
                List.of(),
                Map.of("a", -2.0, "b", -1.0, "c", 0.5, "d", 0.5, "e", 0.5, "f", 3.0, "g", Double.NEGATIVE_INFINITY));
        assertEquals(Set.of("a", "b"), items(slices, "fact_strength:weak"));
        assertEquals(Set.of("c", "d", "e"), items(slices, "fact_strength:middle"));
        assertEquals(Set.of("f"), items(slices, "fact_strength:strong"));
        assertTrue(SuiteSlices.of(List.of(), Map.of("a", 1.0, "b", 1.0, "c", 1.0))
                .all()
                .isEmpty());
        assertTrue(SuiteSlices.of(List.of(), Map.of("a", 1.0, "b", 2.0)).all().isEmpty());
    }

    @Test
    void aSuitesOwnTagsOfADimensionAreNotComputedOver() {
        SuiteSlices slices = SuiteSlices.of(
                List.of(item("a", "x .", "y", "z", "fact_strength:0.25"), item("b", "x .", "y", "z")),
                Map.of("a", 1.0, "b", 2.0, "c", 3.0));
        assertEquals(Set.of("a"), items(slices, "fact_strength:0.25"));
        assertTrue(slices.items(Slice.of("fact_strength:weak")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"relation", ":capital", "relation:", " : "})
    void halfASliceIsRefused(String slice) {
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> Slice.of(slice));
        assertEquals("slice", refused.faults().get(0).field());
    }

    private static Set<String> items(SuiteSlices slices, String slice) {
        return slices.items(Slice.of(slice)).orElseThrow();
    }

    private static SuiteItem item(
            String id, String context, String contextAnswer, String memoryAnswer, String... tags) {
        return new SuiteItem(
                id,
                "c-" + id,
                context,
                "which one ?",
                contextAnswer,
                memoryAnswer,
                List.of(),
                List.of(),
                Arrays.asList(tags));
    }
}
