package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.languagemodel.inference.ContinuationRequest;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole models and adapters in any order: each answers as it does alone, and a base is read once. */
class HeldModelTest {
    private static final ContinuationRequest QUESTION =
            new ContinuationRequest(new int[] {1, 5, 6, 16}, new int[] {27, 28, 2});

    @TempDir
    Path directory;

    private final List<String> read = new ArrayList<>();
    private final HeldModel.Folders folders = new HeldModel.Folders() {
        @Override
        public Path checkpoint(EvaluationTask task) {
            return folder(task.model());
        }

        @Override
        public Path base(EvaluationTask task) {
            return folder(task.residentModel());
        }

        private Path folder(ArtifactRef ref) {
            Path folder = directory.resolve(ref.path()).getParent();
            read.add(folder.getFileName().toString());
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
        List<EvaluationTask> tasks =
                List.of(whole("base"), adapter("one", "base"), adapter("two", "base"), whole("other"));
        Map<String, ContinuationScore> alone = new HashMap<>();
        for (EvaluationTask task : tasks) {
            try (HeldModel held = new HeldModel()) {
                alone.put(task.id(), score(held, task));
            }
        }
        assertEquals(4, Map.copyOf(alone).values().stream().distinct().count(), "models that answer alike: " + alone);
        try (HeldModel held = new HeldModel()) {
            for (EvaluationTask first : tasks) {
                for (EvaluationTask second : tasks) {
                    assertEquals(alone.get(first.id()), score(held, first), first.id());
                    assertEquals(alone.get(second.id()), score(held, second), second.id() + " after " + first.id());
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
            for (EvaluationTask task :
                    List.of(adapter("one", "base"), adapter("one", "base"), adapter("two", "base"), whole("base"))) {
                score(held, task);
            }
        }
        assertEquals(List.of("one", "base", "two", "base"), read, "checkpoints are read, the base's weights once");
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

    private ContinuationScore score(HeldModel held, EvaluationTask task) throws IOException {
        return held.get(task, folders).model().logLikelihoods(List.of(QUESTION)).get(0);
    }

    private static EvaluationTask whole(String name) {
        return task(name, Optional.empty());
    }

    private static EvaluationTask adapter(String name, String base) {
        return task(name, Optional.of(reference(base)));
    }

    private static EvaluationTask task(String name, Optional<ArtifactRef> base) {
        SuiteRef suite = new SuiteRef("suite", SuiteKind.STANDARD, "tiny", 1, reference("suite"));
        return new EvaluationTask(
                name, name, 1, 1, 1, reference(name), base, "0".repeat(64), "lab", suite, Instant.EPOCH);
    }

    /** The hash is made of the name: the folders here are not those of a store. */
    private static ArtifactRef reference(String name) {
        String digits = "%02x"
                .formatted(Stream.of("base", "other", "untrained", "one", "two", "suite")
                        .toList()
                        .indexOf(name));
        return ArtifactRef.of(name + "/manifest.json", digits.repeat(32), 1);
    }
}
