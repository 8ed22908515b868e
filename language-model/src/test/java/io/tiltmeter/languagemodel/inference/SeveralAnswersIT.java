package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several answers to a prompt that is read once are those of reading it for every one of them. */
class SeveralAnswersIT {

    private static final int NEW_TOKENS = 6;
    private static final int SAMPLES = 3;
    private static final Sampled HOW = new Sampled(0.9, 30, 0.95, SAMPLES, 12, 4);

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void severalAnswersAreThoseOfANaiveLoop(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        NaiveAnswers naive = SharedModels.naive(folder);
        List<int[]> prompts = prompts(model);
        List<List<Generation>> found = model.generate(prompts, sampled(NEW_TOKENS, Set.of()));
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                assertArrayEquals(
                        NaiveAnswers.sampled(naive.after(prompts.get(prompt)), NEW_TOKENS, HOW, prompt, sample),
                        found.get(prompt).get(sample).ids(),
                        "prompt " + prompt + " sample " + sample);
            }
        }
    }

    /** With answers that end at once, early and late. */
    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void answersThatEndLeaveTheOthersAsTheyAre(Path folder) {
        int limit = Decoding.STEPS_WORTH_A_COPY + 10;
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = prompts(model);
        List<List<Generation>> whole = model.generate(prompts, sampled(limit, Set.of()));
        Set<Integer> stops = new TreeSet<>(List.of(
                whole.get(0).get(1).ids()[0],
                whole.get(1).get(0).ids()[4],
                whole.get(2).get(2).ids()[1]));
        List<List<Generation>> stopped = model.generate(prompts, sampled(limit, stops));
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                assertArrayEquals(
                        upTo(stops, whole.get(prompt).get(sample).ids()),
                        stopped.get(prompt).get(sample).ids(),
                        "prompt " + prompt + " sample " + sample);
            }
        }
        assertEquals(0, stopped.get(0).get(1).ids().length);
    }

    private static GenerationSettings sampled(int newTokens, Set<Integer> stops) {
        return GenerationSettings.greedy(newTokens, stops).choosing(HOW);
    }

    private static int[] upTo(Set<Integer> stops, int[] ids) {
        return Stream.iterate(0, at -> at < ids.length && !stops.contains(ids[at]), at -> at + 1)
                .mapToInt(at -> ids[at])
                .toArray();
    }

    private static List<int[]> prompts(LanguageModel model) {
        Random random = new Random(5);
        List<int[]> prompts = new ArrayList<>();
        for (int length : new int[] {9, 1, 8, 24, 8}) {
            prompts.add(random.ints(length, 0, model.config().vocabSize()).toArray());
        }
        return prompts;
    }
}
