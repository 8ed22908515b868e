package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.torch.Arguments;
import io.tiltmeter.languagemodel.torch.ScriptModule;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that do not fit into memory, simulated where an allocator would refuse. */
class OutOfMemoryIT {

    private static final Path FOLDER = Path.of("src/test/resources/conformance/models/llama-gqa");
    private static final int LONGEST = 40;
    private static final int NEW_TOKENS = 6;

    /** Allocations of more bytes than a processor can address, inside TorchScript. */
    private static final String TOO_LARGE = """
        def tensor(self: __torch__.Ops) -> Tensor:
          return torch.zeros([1125899906842624], dtype=6, layout=None, device=torch.device("cpu"), pin_memory=None)

        def numbers(self: __torch__.Ops) -> int:
          return torch.len(torch.mul([0], 144115188075855872))

        def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
          return x
        """;

    /** Messages of PyTorch and C++. */
    private static final List<String> REFUSALS = List.of(
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.10 GiB",
            "CUDA error: out of memory",
            "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
            "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to"
                    + " allocate 4503599627370496 bytes. Error code 12 (Cannot allocate memory)",
            "[enforce fail at alloc_cpu.cpp:81] . DefaultCPUAllocator: not enough memory: you tried to allocate 8"
                    + " bytes.",
            "std::bad_alloc");

    /** Refuses batches with too many cells, and counts. */
    private static final class Cells implements MemoryBudget {
        private final int cells;
        private final String refusal;
        private int refused;
        private int admitted;

        private Cells(int cells) {
            this(cells, REFUSALS.get(0));
        }

        private Cells(int cells, String refusal) {
            this.cells = cells;
            this.refusal = refusal;
        }

        @Override
        public void admit(int rows, int tokens) {
            if (rows * tokens > cells) {
                refused++;
                throw new EngineException(refusal);
            }
            admitted++;
        }
    }

    @Test
    void theAllocatorsOwnRefusalIsRecognised() {
        try (NDManager memory = TorchEngine.newManager()) {
            EngineException refusal = assertThrows(EngineException.class, () -> memory.zeros(new Shape(1L << 50)));
            assertTrue(Batches.isOutOfMemory(refusal), refusal.getMessage());
            EngineException other = assertThrows(
                    EngineException.class, () -> memory.zeros(new Shape(2, 3)).matMul(memory.zeros(new Shape(2, 3))));
            assertFalse(Batches.isOutOfMemory(other), other.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tensor", "numbers"})
    void aRefusalInsideTorchScriptIsRecognised(String method) {
        try (NDManager memory = TorchEngine.newManager();
                ScriptModule module = ScriptModule.compile(memory, TOO_LARGE);
                Arguments none = new Arguments()) {
            EngineException refusal =
                    assertThrows(EngineException.class, () -> module.call(method, ScriptModule.Mode.INFERENCE, none));
            assertTrue(Batches.isOutOfMemory(refusal), refusal.getMessage());
        }
    }

    /** Refusals by the allocator itself, in a batch. */
    @Test
    void batchesThatTheAllocatorRefusesAreHalved() {
        int[] refused = new int[1];
        try (NDManager memory = TorchEngine.newManager()) {
            MemoryBudget real = (rows, tokens) -> {
                if (rows > 4) {
                    refused[0]++;
                    memory.zeros(new Shape(1L << 50)).close();
                }
            };
            try (LanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, real)) {
                assertEquals(prompts().size(), model.logLikelihoods(requests()).size());
                assertTrue(refused[0] > 0);
                assertEquals(refused[0], model.halvedBatches());
            }
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> workAndRefusals() {
        return REFUSALS.stream().flatMap(refusal -> work().map(work -> arguments(work, refusal)));
    }

    /** Every call that answers or scores; each returns its number of rows. */
    private static Stream<Named<Function<LanguageModel, List<?>>>> work() {
        GenerationSettings greedy = GenerationSettings.greedy(NEW_TOKENS, Set.of());
        return Stream.of(
                Named.of("generate", model -> model.generate(prompts(), greedy)),
                Named.of("logLikelihoods", model -> model.logLikelihoods(requests())),
                Named.of("contrasted generate", model -> model.generate(pairs(), 0.5, greedy)),
                Named.of("contrasted logLikelihoods", model -> model.logLikelihoods(pairedRequests(), 0.5)));
    }

    @ParameterizedTest
    @MethodSource("workAndRefusals")
    void everyCallHalvesItsBatchesAndCountsThem(Function<LanguageModel, List<?>> work, String refusal) {
        Cells cells = new Cells(2 * (LONGEST + NEW_TOKENS), refusal);
        try (LanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, cells)) {
            assertEquals(0, model.halvedBatches());
            assertEquals(prompts().size(), work.apply(model).size());
            assertTrue(cells.refused > 0);
            assertEquals(cells.refused, model.halvedBatches(), "each refused batch was cut once");
        }
    }

    @Test
    void answersAreTheSameInSmallerBatches() {
        assertSameInSmallerBatches(model -> model.generate(prompts(), GenerationSettings.greedy(NEW_TOKENS, Set.of())));
        GenerationSettings sampled =
                GenerationSettings.greedy(NEW_TOKENS, Set.of()).choosing(new Sampled(0.7, 50, 0.9, 2, 4, 0));
        assertSameInSmallerBatches(model -> model.generate(prompts(), sampled));
        assertSameInSmallerBatches(model -> model.generate(pairs(), 1.5, sampled));
    }

    @Test
    void scoresAreTheSameInSmallerBatches() {
        List<ContinuationScore> expected = assertWorkGoesOn(model -> model.logLikelihoods(requests()), 1 << 30);
        List<ContinuationScore> found = assertWorkGoesOn(model -> model.logLikelihoods(requests()), LONGEST + 1);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).logLikelihoodNats(), found.get(i).logLikelihoodNats(), 1e-4);
        }
    }

    @Test
    void attentionIsTheSameInSmallerBatches() {
        List<ContextSpan> first =
                prompts().stream().map(prompt -> new ContextSpan(0, 1)).toList();
        List<ContextAttention> expected =
                assertWorkGoesOn(model -> model.attentionToContext(prompts(), first), 1 << 30);
        List<ContextAttention> found = assertWorkGoesOn(model -> model.attentionToContext(prompts(), first), LONGEST);
        for (int i = 0; i < expected.size(); i++) {
            for (int layer = 0; layer < expected.get(i).shareByLayer().size(); layer++) {
                assertEquals(
                        expected.get(i).shareByLayer().get(layer),
                        found.get(i).shareByLayer().get(layer),
                        1e-5);
            }
        }
    }

    @Test
    void aSingleRowThatDoesNotFitIsAClearError() {
        try (LanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, new Cells(3))) {
            IllegalStateException error =
                    assertThrows(IllegalStateException.class, () -> model.logLikelihoods(requests()));
            assertTrue(error.getMessage().contains("single row"), error.getMessage());
            assertTrue(error.getMessage().contains("CUDA out of memory"), error.getMessage());
        }
    }

    @Test
    void anotherErrorOfTheEngineIsNotRetried() {
        int[] calls = new int[1];
        MemoryBudget broken = (rows, tokens) -> {
            calls[0]++;
            throw new EngineException("CUDA error: an illegal memory access was encountered");
        };
        try (LanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, broken)) {
            assertThrows(EngineException.class, () -> model.logLikelihoods(requests()));
            assertEquals(1, calls[0]);
        }
    }

    @Test
    void refusedBatchesLeaveNothingBehind() {
        Cells cells = new Cells(LONGEST + NEW_TOKENS);
        try (TorchLanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, cells)) {
            GenerationSettings settings = GenerationSettings.greedy(NEW_TOKENS, Set.of());
            model.generate(prompts(), settings);
            int held = model.memory().getManagedArrays().size();
            for (int round = 0; round < 5; round++) {
                model.generate(prompts(), settings);
                assertEquals(held, model.memory().getManagedArrays().size());
            }
        }
    }

    private static <T> void assertSameInSmallerBatches(Function<LanguageModel, T> work) {
        assertEquals(assertWorkGoesOn(work, 1 << 30), assertWorkGoesOn(work, 2 * (LONGEST + NEW_TOKENS)));
    }

    private static <T> T assertWorkGoesOn(Function<LanguageModel, T> work, int budget) {
        Cells cells = new Cells(budget);
        try (LanguageModel model = TorchLanguageModel.load(FOLDER, Precision.FLOAT32, cells)) {
            T results = work.apply(model);
            assertEquals(budget < 1 << 30, cells.refused > 0, "batches refused");
            assertTrue(cells.admitted > 0);
            return results;
        }
    }

    private static List<int[]> prompts() {
        Random random = new Random(8);
        List<int[]> prompts = new ArrayList<>();
        for (int row = 0; row < 13; row++) {
            prompts.add(random.ints(30 + random.nextInt(11), 0, 384).toArray());
        }
        prompts.add(random.ints(LONGEST, 0, 384).toArray());
        return prompts;
    }

    /** The context is all but the last three tokens. */
    private static List<ContrastedPrompt> pairs() {
        return prompts().stream()
                .map(prompt ->
                        new ContrastedPrompt(prompt, Arrays.copyOfRange(prompt, prompt.length - 3, prompt.length)))
                .toList();
    }

    private static List<ContrastedContinuation> pairedRequests() {
        return pairs().stream()
                .map(pair -> new ContrastedContinuation(pair, new int[] {5}))
                .toList();
    }

    private static List<ContinuationIds> requests() {
        return prompts().stream()
                .map(prompt -> new ContinuationIds(prompt, new int[] {5}))
                .toList();
    }
}
