package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters on a loaded base, against the logits of peft. */
class AdapterSwapIT {

    @TempDir
    Path scratch;

    static Stream<Path> models() {
        return ConformanceData.models().stream().filter(model -> Files.isDirectory(model.resolve("adapter")));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theAdapterIsAppliedAndRemovedAgainBitForBit(Path folder) {
        try (LanguageModel model = LanguageModel.load(folder)) {
            List<ContinuationScore> base = model.logLikelihoods(requests(folder, model.config()));
            model.useAdapter(folder.resolve("adapter"));
            List<ContinuationScore> adapted = model.logLikelihoods(requests(folder, model.config()));
            assertMatches(folder, "lora.short.logits", model.config(), adapted);
            assertNotEquals(base, adapted);
            model.useNoAdapter();
            List<ContinuationScore> again = model.logLikelihoods(requests(folder, model.config()));
            assertMatches(folder, "short.logits", model.config(), again);
            assertEquals(base, again, "bit for bit");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void answersComeFromTheAdaptedModelToo(Path folder) {
        try (LanguageModel model = LanguageModel.load(folder)) {
            List<int[]> prompts = requests(folder, model.config()).stream()
                    .map(ContinuationIds::contextIds)
                    .toList();
            model.useAdapter(folder.resolve("adapter"));
            List<int[]> answers = model.generateGreedily(prompts, 8, ModelConfig.NO_TOKEN);
            List<ContinuationIds> requests = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                requests.add(new ContinuationIds(prompts.get(i), answers.get(i)));
            }
            assertTrue(model.logLikelihoods(requests).stream().allMatch(ContinuationScore::isGreedy));
            model.useNoAdapter();
            assertTrue(
                    model.logLikelihoods(requests).stream().anyMatch(score -> !score.isGreedy()),
                    "the base answers otherwise");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theBaseIsNotReadAgainAndMemoryStaysFlat(Path folder) throws IOException {
        Path copy = copied(folder);
        try (TorchLanguageModel model = TorchLanguageModel.load(copy, Precision.FLOAT32, MemoryBudget.ALLOCATOR)) {
            List<ContinuationScore> base = model.logLikelihoods(requests(folder, model.config()));
            deleteFilesOf(copy);
            model.useAdapter(folder.resolve("adapter"));
            int held = model.memory().getManagedArrays().size();
            for (int swap = 0; swap < 6; swap++) {
                model.useNoAdapter();
                assertEquals(base, model.logLikelihoods(requests(folder, model.config())));
                model.useAdapter(folder.resolve("adapter"));
                assertEquals(held, model.memory().getManagedArrays().size(), "arrays after swap " + swap);
            }
            assertMatches(
                    folder,
                    "lora.short.logits",
                    model.config(),
                    model.logLikelihoods(requests(folder, model.config())));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anAdapterThatIsRefusedLeavesTheOneBefore(Path folder) throws IOException {
        Path broken = Files.createDirectories(scratch.resolve("broken"));
        Files.copy(folder.resolve("adapter/adapter_config.json"), broken.resolve("adapter_config.json"));
        Files.write(broken.resolve("adapter_model.safetensors"), new byte[] {3, 0, 0, 0, 0, 0, 0, 0, '{'});
        try (LanguageModel model = LanguageModel.load(folder)) {
            model.useAdapter(folder.resolve("adapter"));
            List<ContinuationScore> before = model.logLikelihoods(requests(folder, model.config()));
            assertThrows(UnsupportedModelException.class, () -> model.useAdapter(broken));
            assertThrows(RuntimeException.class, () -> model.useAdapter(scratch.resolve("nowhere")));
            assertEquals(before, model.logLikelihoods(requests(folder, model.config())));
        }
    }

    /** Every token of the case {@code short} after those before it. */
    private static List<ContinuationIds> requests(Path folder, ModelConfig config) {
        int[] ids = ids(folder);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int length = 1; length <= ids.length; length++) {
            int[] context = Arrays.copyOf(ids, length);
            requests.add(new ContinuationIds(context, new int[] {3}));
            requests.add(new ContinuationIds(context, new int[] {config.vocabSize() - 1}));
        }
        return requests;
    }

    private static int[] ids(Path folder) {
        return ConformanceData.matrix(
                ConformanceData.golden(folder).path("cases").path("short").path("input_ids"))[0];
    }

    /** Against log-softmax of the reference's logits (1, T, V). */
    private static void assertMatches(Path folder, String tensor, ModelConfig config, List<ContinuationScore> scores) {
        double[] logits = ConformanceData.tensor(folder, tensor);
        int vocabulary = config.vocabSize();
        for (int i = 0; i < scores.size(); i++) {
            int from = i / 2 * vocabulary;
            double sum = 0;
            for (int id = 0; id < vocabulary; id++) {
                sum += Math.exp(logits[from + id]);
            }
            int id = i % 2 == 0 ? 3 : vocabulary - 1;
            double expected = logits[from + id] - Math.log(sum);
            assertEquals(
                    expected,
                    scores.get(i).logLikelihoodNats(),
                    3e-5 + 2e-6 * Math.abs(expected),
                    tensor + " position " + i / 2);
        }
    }

    private Path copied(Path folder) throws IOException {
        Path copy = Files.createDirectories(scratch.resolve("copy"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void deleteFilesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
