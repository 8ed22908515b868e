package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose tensors have other names than the configuration says, each for a reason that is known. */
class LayoutCheckTest {

    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String HEAD = "lm_head.weight";
    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    /** With a tied head. */
    private static final Path TIED = Path.of("src/test/resources/conformance/models/llama-gqa");

    @TempDir
    Path folder;

    @BeforeEach
    void copyConfig() throws IOException {
        Files.copy(TIED.resolve("config.json"), folder.resolve("config.json"));
    }

    @Test
    void aTiedMatrixThatIsStoredUnderTheNameOfTheHeadIsTheEmbedding() throws IOException {
        renamed(name -> name.equals(EMBEDDING) ? HEAD : name, Map.of());
        assertArrayEquals(answer(TIED), answer(folder));
    }

    @Test
    void theMetadataNamesAnySharedTensor() throws IOException {
        renamed(name -> name.equals(EMBEDDING) ? "shared.weight" : name, Map.of(EMBEDDING, "shared.weight"));
        assertArrayEquals(answer(TIED), answer(folder));
    }

    @Test
    void aMergedModelHasTheEmbeddingThatWasStoredUnderTheNameOfTheHead(@TempDir Path merged, @TempDir Path expected)
            throws IOException {
        renamed(name -> name.equals(EMBEDDING) ? HEAD : name, Map.of());
        AdapterMerge.merge(folder, TIED.resolve("adapter"), merged);
        AdapterMerge.merge(TIED, TIED.resolve("adapter"), expected);
        assertArrayEquals(answer(expected), answer(merged));
    }

    @Test
    void tiedHeadsThatDifferAreRefused() throws IOException {
        added(HEAD, (file, name) -> bytes(file, EMBEDDING));
        assertArrayEquals(answer(TIED), answer(folder));
        added(HEAD, (file, name) -> ByteBuffer.allocate(bytes(file, EMBEDDING).remaining()));
        assertRefused(
                "tie_word_embeddings is true, but '" + EMBEDDING + "' and '" + HEAD + "' differ",
                "set tie_word_embeddings to false");
    }

    @Test
    void aPrefixOfAllNamesIsOneFault() throws IOException {
        renamed(name -> "_orig_mod." + name, Map.of());
        assertRefused("every tensor's name begins with '_orig_mod.', as torch.compile's do", "model._orig_mod");
        renamed(name -> "module." + name, Map.of());
        assertRefused("every tensor's name begins with 'module.'", "unwrap_model");
    }

    @Test
    void tensorsWithoutNumbersAreOneFault() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(TIED.resolve(ModelFolder.WEIGHTS))) {
            file.tensors()
                    .keySet()
                    .forEach(name -> writer.add(name, ElementType.F32, List.of(0L), () -> ByteBuffer.allocate(0)));
            writer.write(folder.resolve(ModelFolder.WEIGHTS));
        }
        assertRefused("tensors hold no numbers, as DeepSpeed's stage 3 leaves them", "zero_to_fp32.py");
    }

    @Test
    void partsOfDistributedTrainingAreNamed() throws IOException {
        Files.createDirectory(folder.resolve("global_step20"));
        assertRefused(
                "has parts of a model that DeepSpeed wrote, one for each process (global_step20)", "zero_to_fp32");
        Files.delete(folder.resolve("global_step20"));
        Files.createDirectory(folder.resolve("pytorch_model_fsdp_0"));
        assertRefused("has parts of a model that FSDP wrote", "accelerate merge-weights");
    }

    /** An untied model with one tensor too few is not read with the embedding in its place. */
    @Test
    void anOwnHeadThatIsMissingIsAFault() throws IOException {
        ObjectNode config = (ObjectNode) ConformanceData.json(TIED.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"),
                config.put("tie_word_embeddings", false).toString());
        renamed(UnaryOperator.identity(), Map.of());
        UnsupportedModelException error = refused();
        assertTrue(error.getMessage().contains("tensor '" + HEAD + "' of shape"), error.getMessage());
        assertEquals(Optional.empty(), error.remedy());
    }

    private void assertRefused(String fault, String remedy) {
        UnsupportedModelException error = refused();
        assertEquals(1, error.faults().size(), error.getMessage());
        assertTrue(error.faults().get(0).contains(fault), error.getMessage());
        assertTrue(error.remedy().orElse("").contains(remedy), error.getMessage());
    }

    private UnsupportedModelException refused() {
        ModelConfig config = ModelConfig.read(folder);
        return assertThrows(UnsupportedModelException.class, () -> ModelFolder.check(folder, config));
    }

    private void renamed(UnaryOperator<String> name, Map<String, String> metadata) throws IOException {
        write(name, metadata, (writer, file) -> {});
    }

    private void added(String name, BiFunction<SafetensorsFile, String, ByteBuffer> numbers) throws IOException {
        write(UnaryOperator.identity(), Map.of(), (writer, file) -> {
            TensorEntry embedding = file.tensors().get(EMBEDDING);
            writer.add(name, embedding.type(), embedding.shape(), () -> numbers.apply(file, name));
        });
    }

    private void write(
            UnaryOperator<String> name,
            Map<String, String> metadata,
            BiConsumer<SafetensorsWriter, SafetensorsFile> addition)
            throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        try (SafetensorsFile file = SafetensorsFile.open(TIED.resolve(ModelFolder.WEIGHTS))) {
            file.tensors()
                    .forEach((old, entry) ->
                            writer.add(name.apply(old), entry.type(), entry.shape(), () -> bytes(file, old)));
            addition.accept(writer, file);
            writer.write(folder.resolve(ModelFolder.WEIGHTS));
        }
    }

    private static ByteBuffer bytes(SafetensorsFile file, String name) {
        try {
            return file.bytes(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] answer(Path model) {
        try (LanguageModel loaded = LanguageModel.load(model)) {
            return loaded.generateGreedily(List.of(PROMPT), 12, ModelConfig.NO_TOKEN)
                    .get(0);
        }
    }
}
