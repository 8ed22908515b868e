package io.tiltmeter.dataset.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.application.DatasetService.Requested;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestedDatasetTest {
    private static final RequestReader READER = new RequestReader();
    private static final long MAX_SEED = 9_007_199_254_740_991L;

    @Test
    void idsOfStandardRecipesContainTheSeed() {
        assertEquals("lab-pretraining-20", pretraining(20, 86_400).id());
        assertEquals(
                "lab-conflict-20", suite("lab_conflict", 20, Optional.empty()).id());
    }

    @Test
    void idsOfOtherRecipesContainAHash() {
        String thousand = pretraining(20, 1000).id();
        assertTrue(thousand.matches("lab-pretraining-20-[0-9a-f]{8}"), thousand);
        assertNotEquals(thousand, pretraining(20, 1001).id());
    }

    @Test
    void theLongestGeneratedNameIsAValidId() {
        assertTrue(Id.FORM.matcher(pretraining(MAX_SEED, 7).id()).matches());
        assertTrue(Id.FORM
                .matcher(suite("lab_consistent_context", MAX_SEED, Optional.empty())
                        .id())
                .matches());
    }

    @Test
    void theHashDependsOnTheRecipeAndNotOnTheId() {
        Requested named = suite("lab_conflict", 20, Optional.of("mine"));
        Requested unnamed = suite("lab_conflict", 20, Optional.empty());
        Requested other = suite("lab_conflict", 21, Optional.empty());
        assertEquals(unnamed.recipeSha256(), named.recipeSha256());
        assertNotEquals(unnamed.recipeSha256(), other.recipeSha256());
    }

    @Test
    void recipesOfTheDefaultWorldHaveTheirPinnedJson() {
        assertEquals(
                "{\"recipe\":\"lab_pretraining\",\"seed\":20,\"document_count\":86400}",
                mixture("lab_pretraining", "").recipe());
        assertEquals(
                "{\"recipe\":\"lab_instruction\",\"seed\":20,\"example_count\":8000,\"context_critical_share\":0.3,"
                        + "\"non_context_critical_share\":0.5,\"subject_critical_share\":0.2}",
                mixture("lab_instruction", "").recipe());
        assertEquals("{\"recipe\":\"lab_conflict\",\"seed\":20}", suite("").recipe());
    }

    @Test
    void statedAndOmittedDefaultsAreTheSameRequest() {
        String world = ", \"world\": {\"subjects_per_group\": 25, \"readers_per_type\": 60,"
                + " \"answers_per_pool\": 40, \"fact_strengths\": [1]}";
        String mix = ", \"pretraining_mix\": {\"neutral_share\": 0.06, \"fact_share\": 0.26, \"reading_share\": 0.64,"
                + " \"known_reading_share\": 0.4, \"context_noise\": 0.15, \"question_first_share\": 0.4}";
        for (String settings : List.of(", \"world\": {}", world, ", \"world\": {\"fact_strengths\": [7]}")) {
            assertEquals(suite(""), suite(settings), settings);
            assertEquals(mixture("lab_instruction", ""), mixture("lab_instruction", settings), settings);
            assertEquals(mixture("lab_pretraining", ""), mixture("lab_pretraining", settings + mix), settings);
        }
        assertEquals(
                mixture("lab_pretraining", ", \"world\": {\"fact_strengths\": [1, 4]}"),
                mixture("lab_pretraining", world.replace("[1]", "[1.0, 4.0]") + mix));
    }

    @Test
    void addedExamplesAreInTheRecipeOnlyIfThereAreAny() {
        assertEquals(
                mixture("lab_instruction", ""),
                mixture("lab_instruction", ", \"counterfactual_ratio\": 0, \"overlap_ratio\": 0.0"));
        Requested added = mixture("lab_instruction", ", \"counterfactual_ratio\": 0.05, \"overlap_ratio\": 0.1");
        assertTrue(added.recipe().endsWith(",\"counterfactual_ratio\":0.05,\"overlap_ratio\":0.1}"), added.recipe());
        assertTrue(added.id().matches("lab-instruction-20-[0-9a-f]{8}"), added.id());
    }

    @Test
    void idsOfOtherWorldsAndMixesContainAHash() {
        String world = ", \"world\": {\"subjects_per_group\": 50}";
        String mix = ", \"pretraining_mix\": {\"context_noise\": 0.3}";
        for (Requested requested : List.of(
                suite(world),
                mixture("lab_instruction", world),
                mixture("lab_pretraining", world),
                mixture("lab_pretraining", mix),
                mixture("lab_pretraining", world + mix))) {
            assertTrue(requested.id().matches("lab-[a-z]+-20-[0-9a-f]{8}"), requested.id());
        }
        assertTrue(suite(world)
                .recipe()
                .endsWith("\"world\":{\"subjects_per_group\":50,\"readers_per_type\":60,\"answers_per_pool\":40,"
                        + "\"fact_strengths\":[1.0]}}"));
        assertNotEquals(
                mixture("lab_pretraining", world).id(),
                mixture("lab_pretraining", world + mix).id());
    }

    private static Requested mixture(String recipe, String settings) {
        String json = "{\"recipe\": \"" + recipe + "\", \"seed\": 20" + settings + "}";
        return MixtureService.requested((MixtureRequest.Lab)
                READER.readWithDefaults(bytes(json), "mixture-request", MixtureRequest.class, (request, faults) -> {}));
    }

    private static Requested suite(String settings) {
        String json = "{\"recipe\": \"lab_conflict\", \"seed\": 20" + settings + "}";
        return SuiteRecipes.requested(READER.readWithDefaults(
                bytes(json), "suite-request", SuiteRequest.Made.class, (request, faults) -> {}));
    }

    private static Requested suite(String recipe, long seed, Optional<String> id) {
        return SuiteRecipes.requested(new SuiteRequest.Made(id, recipe, seed, Optional.empty()));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Requested pretraining(long seed, int documents) {
        return MixtureService.requested(new MixtureRequest.LabPretraining(
                Optional.empty(), seed, documents, Optional.empty(), Optional.empty()));
    }
}
