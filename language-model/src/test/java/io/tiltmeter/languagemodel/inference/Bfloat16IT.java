package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.LargeModels;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.ResidentMemory;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inference in bfloat16, compared with float32. */
class Bfloat16IT {

    /** Three significant digits per product, over a few layers. */
    private static final double NATS_A_TOKEN = 0.15;

    /** 104 million parameters, 208 MB in bfloat16. */
    private static final ModelConfig LARGE =
            ModelConfig.llama(1024, 4096, 4, 16, 16, 64, 18_000, 512, 1e-5, 10_000, false, 1, 2, 0);

    @TempDir
    Path scratch;

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void scoresAndLossesAreNearThoseOfFloat32(Path folder) {
        LanguageModel exact = SharedModels.of(folder);
        LanguageModel rounded = SharedModels.inBfloat16(folder);
        List<ContinuationIds> requests = requests(exact.config());
        List<ContinuationScore> expected = exact.logLikelihoods(requests);
        List<ContinuationScore> found = rounded.logLikelihoods(requests);
        assertNotEquals(expected, found, "nothing was rounded");
        for (int i = 0; i < requests.size(); i++) {
            for (int t = 0; t < expected.get(i).tokenLogProbsNats().size(); t++) {
                assertEquals(
                        expected.get(i).tokenLogProbsNats().get(t),
                        found.get(i).tokenLogProbsNats().get(t),
                        NATS_A_TOKEN,
                        "request " + i + " token " + t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void answersAreAsLikelyAsThoseOfFloat32(Path folder) {
        LanguageModel exact = SharedModels.of(folder);
        LanguageModel rounded = SharedModels.inBfloat16(folder);
        List<int[]> prompts = requests(exact.config()).stream()
                .map(ContinuationIds::contextIds)
                .toList();
        List<int[]> answers = rounded.generateGreedily(prompts, 10, ModelConfig.NO_TOKEN);
        for (int i = 0; i < prompts.size(); i++) {
            int[] read = prompts.get(i);
            for (int token : answers.get(i)) {
                int best = exact.generateGreedily(List.of(read), 1, ModelConfig.NO_TOKEN)
                        .get(0)[0];
                List<ContinuationScore> scores = exact.logLikelihoods(List.of(
                        new ContinuationIds(read, new int[] {best}), new ContinuationIds(read, new int[] {token})));
                assertEquals(scores.get(0).logLikelihoodNats(), scores.get(1).logLikelihoodNats(), NATS_A_TOKEN);
                read = Arrays.copyOf(read, read.length + 1);
                read[read.length - 1] = token;
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void anAdapterIsAppliedInBfloat16Too(Path folder) {
        try (LanguageModel exact = LanguageModel.load(folder);
                LanguageModel rounded = LanguageModel.load(folder, Precision.BFLOAT16)) {
            List<ContinuationIds> requests = requests(exact.config());
            exact.useAdapter(folder.resolve("adapter"));
            rounded.useAdapter(folder.resolve("adapter"));
            List<ContinuationScore> expected = exact.logLikelihoods(requests);
            List<ContinuationScore> found = rounded.logLikelihoods(requests);
            for (int i = 0; i < requests.size(); i++) {
                int tokens = expected.get(i).tokenLogProbsNats().size();
                assertEquals(
                        expected.get(i).logLikelihoodNats(),
                        found.get(i).logLikelihoodNats(),
                        tokens * NATS_A_TOKEN,
                        "request " + i);
            }
        }
    }

    @Test
    void aModelStoredInBfloat16IsReadInPlace() throws IOException {
        long modelKib = LargeModels.write(scratch, LARGE) / 1024;
        assertTrue(modelKib > 200_000, "the model has " + modelKib + " KiB only");
        long before = ResidentMemory.ownKib();
        try (LanguageModel first = LanguageModel.load(scratch, Precision.BFLOAT16);
                LanguageModel second = LanguageModel.load(scratch, Precision.BFLOAT16)) {
            List<int[]> prompts = List.of(new int[] {3, 4, 5});
            assertEquals(
                    Arrays.toString(first.generateGreedily(prompts, 4, ModelConfig.NO_TOKEN)
                            .get(0)),
                    Arrays.toString(second.generateGreedily(prompts, 4, ModelConfig.NO_TOKEN)
                            .get(0)));
            long taken = ResidentMemory.ownKib() - before;
            assertTrue(
                    taken < modelKib / 2,
                    "two models took " + taken + " KiB of their own, the file has " + modelKib + " KiB");
        }
    }

    private static List<ContinuationIds> requests(ModelConfig config) {
        Random random = new Random(17);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int length : new int[] {1, 9, 30, 12}) {
            requests.add(new ContinuationIds(
                    random.ints(length, 0, config.vocabSize()).toArray(),
                    random.ints(5, 0, config.vocabSize()).toArray()));
        }
        return requests;
    }
}
