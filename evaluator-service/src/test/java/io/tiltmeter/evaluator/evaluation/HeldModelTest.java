package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and adapters, used in any order, answer as each does alone, and a base is loaded once. */
class HeldModelTest {
    private static final ContinuationIds QUESTION = new ContinuationIds(new int[] {1, 5, 6, 16}, new int[] {27, 28, 2});

    @TempDir
    Path directory;

    private final List<String> loaded = new ArrayList<>();
    private final HeldModel.Folders folders = new HeldModel.Folders() {
        @Override
        public Path checkpoint(NeededModel needed) {
            return folder(needed.model());
        }

        @Override
        public Path base(NeededModel needed) {
            return folder(needed.resident());
        }

        @Override
        public Path tokenizer(ArtifactRef model) {
            return directory.resolve(model.path()).resolveSibling("tokenizer.json");
        }

        private Path folder(ArtifactRef ref) {
            Path folder = directory.resolve(ref.path()).getParent();
            loaded.add(folder.getFileName().toString());
            return folder;
        }
    };

    @BeforeEach
    void write() throws IOException {
        TinyCheckpoint.write(directory.resolve("base"), 1);
        TinyCheckpoint.write(directory.resolve("other"), 2);
        TinyCheckpoint.writeAdapter(directory.resolve("base"), directory.resolve("untrained"), 1, 0);
        TinyCheckpoint.writeAdapter(directory.resolve("base"), directory.resolve("one"), 1, 3);
        TinyCheckpoint.writeAdapter(directory.resolve("base"), directory.resolve("two"), 2, 3);
    }

    @Test
    void everyOrderGivesTheAnswersOfEachModelAlone() throws IOException {
        List<NeededModel> models =
                List.of(whole("base"), adapter("one", "base"), adapter("two", "base"), whole("other"));
        Map<String, ContinuationScore> alone = new HashMap<>();
        for (NeededModel model : models) {
            try (HeldModel held = new HeldModel()) {
                alone.put(model.key(), score(held, model));
            }
        }
        assertEquals(4, Map.copyOf(alone).values().stream().distinct().count(), "models that answer alike: " + alone);
        try (HeldModel held = new HeldModel()) {
            for (NeededModel first : models) {
                for (NeededModel second : models) {
                    assertEquals(alone.get(first.key()), score(held, first), first.key());
                    assertEquals(alone.get(second.key()), score(held, second), second.key() + " after " + first.key());
                }
            }
        }
    }

    @Test
    void aFreshAdapterAnswersAsItsBase() throws IOException {
        try (HeldModel held = new HeldModel()) {
            assertEquals(score(held, whole("base")), score(held, adapter("untrained", "base")));
            assertNotEquals(score(held, whole("base")), score(held, adapter("one", "base")));
        }
    }

    @Test
    void theBaseStaysWhileAdaptersOnItFollowEachOther() throws IOException {
        try (HeldModel held = new HeldModel()) {
            for (NeededModel model :
                    List.of(adapter("one", "base"), adapter("one", "base"), adapter("two", "base"), whole("base"))) {
                score(held, model);
            }
        }
        assertEquals(List.of("one", "base", "two", "base"), loaded, "the weights of the base once");
    }

    @Test
    void aDamagedAdapterIsNotMistakenForTheOneBefore() throws IOException {
        try (HeldModel held = new HeldModel()) {
            ContinuationScore one = score(held, adapter("one", "base"));
            Files.delete(directory.resolve("two/adapter_config.json"));
            assertThrows(RuntimeException.class, () -> score(held, adapter("two", "base")));
            assertThrows(RuntimeException.class, () -> score(held, adapter("two", "base")));
            assertEquals(one, score(held, adapter("one", "base")));
        }
    }

    @Test
    void onlyPublishedWeightsAreCheckedAgain() throws IOException {
        NeededModel unpublished = new NeededModel(reference("base"), Optional.empty(), Optional.empty());
        try (HeldModel held = new HeldModel()) {
            ContinuationScore first = score(held, unpublished);
            assertEquals(first, score(held, whole("base")), "it is loaded again, since its weights were not checked");
            assertEquals(first, score(held, unpublished), "checked weights are used where no check is needed");
            assertEquals(first, score(held, whole("base")));
        }
        assertEquals(List.of("base", "base"), loaded);
    }

    @Test
    void aTokenizerAloneLeavesTheModelInMemory() throws IOException {
        try (HeldModel held = new HeldModel()) {
            ContinuationScore one = score(held, adapter("one", "base"));
            loaded.clear();
            assertEquals(5, held.tokenizer(reference("other"), folders).encode("the capital of S1 .").length);
            assertEquals(one, score(held, adapter("one", "base")));
        }
        assertEquals(List.of(), loaded);
    }

    private ContinuationScore score(HeldModel held, NeededModel needed) throws IOException {
        return held.get(needed, folders)
                .model()
                .logLikelihoods(List.of(QUESTION))
                .get(0);
    }

    private static NeededModel whole(String name) {
        return new NeededModel(reference(name), Optional.empty(), Optional.of("0".repeat(64)));
    }

    private static NeededModel adapter(String name, String base) {
        return new NeededModel(reference(name), Optional.of(reference(base)), Optional.of("0".repeat(64)));
    }

    /** Its hash follows from the name, since these folders are in no store. */
    private static ArtifactRef reference(String name) {
        String digits = "%02x"
                .formatted(Stream.of("base", "other", "untrained", "one", "two", "suite")
                        .toList()
                        .indexOf(name));
        return ArtifactRef.of(name + "/manifest.json", digits.repeat(32), 1);
    }
}
