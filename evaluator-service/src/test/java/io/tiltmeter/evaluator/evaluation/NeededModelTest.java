package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeededModelTest {
    private static final ArtifactRef BASE = folder("base", 'b');

    @Test
    void adaptersOnOneBaseAreDifferentModelsWithOneAffinity() {
        NeededModel first = new NeededModel(folder("first", '1'), Optional.of(BASE), Optional.empty());
        NeededModel second = new NeededModel(folder("second", '2'), Optional.of(BASE), Optional.empty());
        NeededModel base = new NeededModel(BASE, Optional.empty(), Optional.empty());
        assertNotEquals(first.key(), second.key());
        assertEquals(first.affinity(), second.affinity());
        assertEquals(base.affinity(), first.affinity());
    }

    private static ArtifactRef folder(String name, char digit) {
        return ArtifactRef.of(
                "models/" + name + "/manifest.json", String.valueOf(digit).repeat(64), 1);
    }
}
