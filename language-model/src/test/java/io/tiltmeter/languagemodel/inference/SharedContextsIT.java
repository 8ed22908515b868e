package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuations that share a row with their context score as each of them alone. */
class SharedContextsIT {

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    static Stream<Path> shortModels() {
        return models().filter(model -> ModelConfig.read(model).maxPositionEmbeddings() <= 512);
    }

    @ParameterizedTest
    @MethodSource("models")
    void choicesTogetherScoreAsEachAlone(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<ContinuationIds> requests = requests(model.config());
        List<ContinuationScore> together = model.logLikelihoods(requests);
        for (int i = 0; i < requests.size(); i++) {
            ContinuationScore alone =
                    model.logLikelihoods(List.of(requests.get(i))).get(0);
            assertEquals(
                    alone.tokenLogProbsNats().size(),
                    together.get(i).tokenLogProbsNats().size());
            for (int t = 0; t < alone.tokenLogProbsNats().size(); t++) {
                double expected = alone.tokenLogProbsNats().get(t);
                assertEquals(expected, together.get(i).tokenLogProbsNats().get(t), 3e-5, "request " + i);
            }
            assertEquals(alone.isGreedy(), together.get(i).isGreedy(), "request " + i);
        }
    }

    @Test
    void aRowEndsWhereTheContextChangesOrTheRowIsFull() {
        ModelConfig config = ModelConfig.llama(8, 8, 1, 1, 1, 8, 40, 64, 1e-5, 10_000, true, 1, 2, 0);
        int[] context = {3, 4, 5};
        List<ContinuationIds> requests = List.of(
                new ContinuationIds(context, new int[] {6}),
                new ContinuationIds(context, new int[] {7, 8}),
                new ContinuationIds(context, new int[] {9}),
                new ContinuationIds(new int[] {3, 4, 6}, new int[] {9}));
        List<SharedContexts.Row> rows = SharedContexts.rows(config, requests, 6);
        assertEquals(
                List.of(0, 2, 3), rows.stream().map(SharedContexts.Row::first).toList());
        assertEquals(
                List.of(6, 4, 4), rows.stream().map(SharedContexts.Row::tokens).toList());
    }

    /** Rows that share a context may be longer than the model has positions; padding beside them must not be. */
    @ParameterizedTest
    @MethodSource("shortModels")
    void rowsUpToTheLastPositionScoreBesideSharedRows(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        int positions = model.config().maxPositionEmbeddings();
        Random random = new Random(5);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int context : new int[] {positions - 20, positions - 3, positions}) {
            int[] ids = random.ints(context, 0, model.config().vocabSize()).toArray();
            for (int choice = 0; choice < 4; choice++) {
                int length = Math.min(20, positions + 1 - context);
                requests.add(new ContinuationIds(
                        ids, random.ints(length, 0, model.config().vocabSize()).toArray()));
            }
            requests.add(new ContinuationIds(new int[] {3}, ids));
        }
        List<ContinuationScore> together = model.logLikelihoods(requests);
        for (int i = 0; i < requests.size(); i++) {
            double alone = model.logLikelihoods(List.of(requests.get(i))).get(0).logLikelihoodNats();
            assertEquals(alone, together.get(i).logLikelihoodNats(), 1e-4, "request " + i);
        }
    }

    /** Four choices of mixed length to each of some contexts, longer than a window and longer together than positions. */
    private static List<ContinuationIds> requests(ModelConfig config) {
        Random random = new Random(8);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int length : new int[] {1, 12, 40, 12}) {
            int[] context = random.ints(length, 0, config.vocabSize()).toArray();
            for (int choice = 0; choice < 4; choice++) {
                int[] continuation = random.ints(1 + random.nextInt(30), 0, config.vocabSize())
                        .toArray();
                requests.add(new ContinuationIds(context, continuation));
            }
        }
        return requests;
    }
}
