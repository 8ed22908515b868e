package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContextSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of attention to a context; OracleIT compares its numbers. */
class ContextAttentionTest {

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void sharesOfAllTokensSumToOneInEveryLayer(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = prompts(model.config());
        List<ContextSpan> whole = prompts.stream()
                .map(prompt -> new ContextSpan(0, prompt.length))
                .toList();
        for (ContextAttention attention : model.attentionToContext(prompts, whole)) {
            assertEquals(
                    model.config().numHiddenLayers(), attention.shareByLayer().size());
            attention.shareByLayer().forEach(share -> assertEquals(1, share, 1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void aSpansShareIsTheSumOfItsTokensAndDoesNotDependOnThePadding(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = prompts(model.config());
        List<ContextSpan> spans = prompts.stream()
                .map(prompt -> new ContextSpan(prompt.length / 4, prompt.length - prompt.length / 4))
                .toList();
        List<ContextAttention> together = model.attentionToContext(prompts, spans);
        for (int i = 0; i < prompts.size(); i++) {
            ContextSpan span = spans.get(i);
            List<ContextSpan> tokens = new ArrayList<>();
            List<int[]> repeated = new ArrayList<>();
            for (int at = span.from(); at < span.to(); at++) {
                tokens.add(new ContextSpan(at, at + 1));
                repeated.add(prompts.get(i));
            }
            List<ContextAttention> single = model.attentionToContext(repeated, tokens);
            for (int layer = 0; layer < model.config().numHiddenLayers(); layer++) {
                int here = layer;
                double sum = single.stream()
                        .mapToDouble(attention -> attention.shareByLayer().get(here))
                        .sum();
                assertEquals(sum, together.get(i).shareByLayer().get(layer), 1e-5, "prompt " + i);
                assertEquals(
                        sum / span.length(),
                        together.get(i).meanPerTokenByLayer().get(layer),
                        1e-5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void nothingBeyondASlidingWindowIsAttendedTo(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        int window = model.config().slidingWindow();
        int length = 30;
        int[] prompt = new Random(3).ints(length, 0, model.config().vocabSize()).toArray();
        int edge = window == ModelConfig.NO_WINDOW ? 8 : length - window;
        List<ContextAttention> found = model.attentionToContext(
                List.of(prompt, prompt), List.of(new ContextSpan(0, edge), new ContextSpan(edge, length)));
        for (int layer = 0; layer < model.config().numHiddenLayers(); layer++) {
            double beyond = found.get(0).shareByLayer().get(layer);
            assertEquals(1, beyond + found.get(1).shareByLayer().get(layer), 1e-5);
            assertEquals(window == ModelConfig.NO_WINDOW, beyond > 0, "layer " + layer + ": " + beyond);
        }
        assertTrue(
                model.attentionToContext(List.of(prompt), List.of(new ContextSpan(edge, edge + 1)))
                                .get(0)
                                .shareByLayer()
                                .get(0)
                        > 0,
                "the first token of the window is seen");
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void contextsOutsideTheirPromptsAreRefused(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = List.of(new int[] {1, 2, 3});
        assertThrows(
                IllegalArgumentException.class,
                () -> model.attentionToContext(prompts, List.of(new ContextSpan(1, 4))));
        assertThrows(IllegalArgumentException.class, () -> model.attentionToContext(prompts, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ContextSpan(2, 2));
    }

    private static List<int[]> prompts(ModelConfig config) {
        Random random = new Random(12);
        List<int[]> prompts = new ArrayList<>();
        for (int length : new int[] {12, 60, 10, 55, 11, 1}) {
            prompts.add(random.ints(length, 0, config.vocabSize()).toArray());
        }
        return prompts;
    }
}
