package io.tiltmeter.dataset.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.rest.LabRequestCheck;
import io.tiltmeter.dataset.rest.MixtureRequestCheck;
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
    void standardRecipesAreNamedByTheirSeed() {
        assertEquals("lab-pretraining-20", pretraining(20, Optional.empty()).id());
        assertEquals("lab-pretraining-20", pretraining(20, Optional.of(86_400)).id());
        assertEquals(
                "lab-conflict-20",
                RequestedDataset.of(new SuiteRequest(Optional.empty(), "lab_conflict", 20))
                        .id());
    }

    @Test
    void otherRecipesAreNamedByTheirHashToo() {
        String thousand = pretraining(20, Optional.of(1000)).id();
        assertTrue(thousand.matches("lab-pretraining-20-[0-9a-f]{8}"), thousand);
        assertNotEquals(thousand, pretraining(20, Optional.of(1001)).id());
    }

    @Test
    void longestNameIsAnId() {
        assertTrue(Id.FORM.matcher(pretraining(MAX_SEED, Optional.of(7)).id()).matches());
        assertTrue(Id.FORM
                .matcher(RequestedDataset.of(new SuiteRequest(Optional.empty(), "lab_consistent_context", MAX_SEED))
                        .id())
                .matches());
    }

    @Test
    void hashTellsRecipesApartAndNotIds() {
        RequestedDataset named = RequestedDataset.of(new SuiteRequest(Optional.of("mine"), "lab_conflict", 20));
        RequestedDataset unnamed = RequestedDataset.of(new SuiteRequest(Optional.empty(), "lab_conflict", 20));
        RequestedDataset other = RequestedDataset.of(new SuiteRequest(Optional.empty(), "lab_conflict", 21));
        assertEquals(unnamed.recipeSha256(), named.recipeSha256());
        assertNotEquals(unnamed.recipeSha256(), other.recipeSha256());
    }

    @Test
    void recipesOfTheDefaultWorldAreWrittenAsEver() {
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
    void defaultsSpeltOutAreTheSameRequestAsDefaultsLeftOut() {
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
    void anotherWorldOrMixIsAnotherRecipeNamedByItsHashToo() {
        String world = ", \"world\": {\"subjects_per_group\": 50}";
        String mix = ", \"pretraining_mix\": {\"context_noise\": 0.3}";
        for (RequestedDataset requested : List.of(
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

    private static RequestedDataset mixture(String recipe, String settings) {
        String json = "{\"recipe\": \"" + recipe + "\", \"seed\": 20" + settings + "}";
        return RequestedDataset.of(
                READER.read(bytes(json), "mixture-request", MixtureRequest.class, MixtureRequestCheck::check));
    }

    private static RequestedDataset suite(String settings) {
        String json = "{\"recipe\": \"lab_conflict\", \"seed\": 20" + settings + "}";
        return RequestedDataset.of(
                READER.read(bytes(json), "suite-request", SuiteRequest.class, LabRequestCheck::checkWorld));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RequestedDataset pretraining(long seed, Optional<Integer> documents) {
        return RequestedDataset.of(new MixtureRequest(
                Optional.empty(),
                "lab_pretraining",
                seed,
                documents,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }
}
