package io.tiltmeter.dataset.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestedDatasetTest {
    private static final long HIGHEST_SEED = 9_007_199_254_740_991L;

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
        assertTrue(
                Id.FORM.matcher(pretraining(HIGHEST_SEED, Optional.of(7)).id()).matches());
        assertTrue(Id.FORM
                .matcher(RequestedDataset.of(new SuiteRequest(Optional.empty(), "lab_consistent_context", HIGHEST_SEED))
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
