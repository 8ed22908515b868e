package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sampled and stopped answers of a model with a tokenizer. */
class GenerationTest {

    private static final Path FOLDER = Path.of("src/test/resources/conformance/models/llama-mha");
    private static final int NEW_TOKENS = 12;

    private static LanguageModel model;
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        model = LanguageModel.load(FOLDER);
        tokenizer = Tokenizer.load(FOLDER.resolve("tokenizer.json"));
    }

    @AfterAll
    static void close() {
        model.close();
        tokenizer.close();
    }

    @Test
    void theSameSeedGivesTheSameAnswersAndAnotherOneOthers() {
        List<List<Generation>> first = model.generate(prompts(), sampled(3, 5));
        assertEquals(first, model.generate(prompts(), sampled(3, 5)));
        assertNotEquals(first, model.generate(prompts(), sampled(3, 6)));
    }

    @Test
    void samplesOfOnePromptDiffer() {
        for (List<Generation> answers : model.generate(prompts(), sampled(4, 5))) {
            assertEquals(4, answers.size());
            assertEquals(4, new HashSet<>(answers).size());
        }
    }

    @Test
    void aSampleDoesNotDependOnTheBatchItIsDrawnIn() {
        List<int[]> prompts = prompts();
        List<List<Generation>> together = model.generate(prompts, sampled(3, 9));
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            TokenChoice alone = new Sampled(0.8, 40, 0.95, 3, 9, prompt);
            GenerationSettings settings =
                    GenerationSettings.greedy(NEW_TOKENS, Set.of()).choosing(alone);
            assertEquals(
                    together.get(prompt),
                    model.generate(List.of(prompts.get(prompt)), settings).get(0),
                    "prompt " + prompt);
        }
        assertEquals(
                together.stream().map(answers -> answers.get(0)).toList(),
                model.generate(prompts, sampled(1, 9)).stream()
                        .map(answers -> answers.get(0))
                        .toList(),
                "the first of several samples is the only one of one");
    }

    @Test
    void aNumberedPromptDrawsTheSameInAnyCallAndPlace() {
        List<int[]> prompts = prompts();
        List<Long> numbers = List.of(40L, -7L, Long.MAX_VALUE, 41L);
        List<List<Generation>> together = model.generate(prompts, numbered(numbers));
        for (List<Integer> places : List.of(List.of(3), List.of(2, 0), List.of(1, 3, 2, 0))) {
            List<List<Generation>> part = model.generate(
                    places.stream().map(prompts::get).toList(),
                    numbered(places.stream().map(numbers::get).toList()));
            assertEquals(places.stream().map(together::get).toList(), part, "prompts " + places);
        }
        assertEquals(
                model.generate(prompts, numbered(List.of(5L, 6L, 7L, 8L))),
                model.generate(prompts, sampled(3, 9).choosing(new Sampled(0.8, 40, 0.95, 3, 9, 5))));
    }

    @Test
    void asManyNumbersAsPromptsAreNeeded() {
        assertThrows(IllegalArgumentException.class, () -> model.generate(prompts(), numbered(List.of(1L, 2L))));
    }

    private static GenerationSettings numbered(List<Long> numbers) {
        return sampled(3, 9).choosing(new Sampled(0.8, 40, 0.95, 3, 9, 0).numbered(numbers));
    }

    @Test
    void aVeryLowTemperatureAndTheLikeliestTokenAloneAreGreedy() {
        GenerationSettings greedy = GenerationSettings.greedy(NEW_TOKENS, Set.of());
        List<List<Generation>> expected = model.generate(prompts(), greedy);
        assertEquals(expected, model.generate(prompts(), greedy.choosing(new Sampled(1e-4, Sampled.ALL, 1, 1, 3, 0))));
        assertEquals(expected, model.generate(prompts(), greedy.choosing(new Sampled(1, 1, 1, 1, 3, 0))));
        assertEquals(expected, model.generate(prompts(), greedy.choosing(new Sampled(1, Sampled.ALL, 1e-9, 1, 3, 0))));
    }

    @Test
    void firstTokensAreDrawnByTheModelsProbabilities() {
        int[] prompt = prompts().get(0);
        int draws = 4000;
        List<Generation> answers = model.generate(
                        List.of(prompt),
                        GenerationSettings.greedy(1, Set.of()).choosing(new Sampled(1, Sampled.ALL, 1, draws, 2, 0)))
                .get(0);
        int likeliest = model.generateGreedily(List.of(prompt), 1, -1).get(0)[0];
        double probability = Math.exp(model.logLikelihoods(List.of(new ContinuationIds(prompt, new int[] {likeliest})))
                .get(0)
                .logLikelihoodNats());
        double share = (double) answers.stream()
                        .filter(answer -> answer.ids()[0] == likeliest)
                        .count()
                / draws;
        assertEquals(probability, share, 4 * Math.sqrt(probability * (1 - probability) / draws));
    }

    @Test
    void anyOfSeveralStopTokensEndsAnAnswer() {
        int[] prompt = prompts().get(0);
        int[] whole = model.generateGreedily(List.of(prompt), NEW_TOKENS, -1).get(0);
        Set<Integer> stops = Set.of(whole[2], whole[5], unusedIn(whole));
        Generation stopped = model.generate(List.of(prompt), GenerationSettings.greedy(NEW_TOKENS, stops))
                .get(0)
                .get(0);
        FinishReason.StopToken reason = assertInstanceOf(FinishReason.StopToken.class, stopped.finish());
        assertTrue(stops.contains(reason.id()));
        assertEquals(whole[stopped.ids().length], reason.id());
        assertArrayEquals(Arrays.copyOf(whole, stopped.ids().length), stopped.ids());
        assertTrue(Arrays.stream(stopped.ids()).noneMatch(stops::contains));
    }

    @Test
    void anAnswerThatIsNotStoppedEndsByItsLength() {
        for (List<Generation> answers : model.generate(prompts(), GenerationSettings.greedy(3, Set.of()))) {
            assertEquals(new FinishReason.Length(), answers.get(0).finish());
            assertEquals(3, answers.get(0).ids().length);
        }
    }

    @Test
    void aStopStringThatSpansTokensCutsTextAndIds() {
        int checked = 0;
        for (int[] prompt : prompts()) {
            int[] whole =
                    model.generateGreedily(List.of(prompt), NEW_TOKENS, -1).get(0);
            String text = tokenizer.decode(whole);
            String three = tokenizer.decode(Arrays.copyOf(whole, 3));
            String four = tokenizer.decode(Arrays.copyOf(whole, 4));
            if (!text.startsWith(three) || !four.startsWith(three) || four.length() == three.length()) {
                continue; // a character of several tokens is not whole here
            }
            String stop = text.substring(three.length() - 1, three.length() + 1); // ends in the fourth token
            GenerationSettings settings =
                    GenerationSettings.greedy(NEW_TOKENS, Set.of()).stoppingAt(List.of("never seen", stop));
            Generation stopped =
                    model.generate(List.of(prompt), settings, tokenizer).get(0).get(0);
            FinishReason.StopString reason = assertInstanceOf(FinishReason.StopString.class, stopped.finish());
            assertEquals(stop, reason.stop());
            assertEquals(text.substring(0, text.indexOf(stop)), reason.textBefore());
            assertArrayEquals(Arrays.copyOf(whole, stopped.ids().length), stopped.ids());
            assertTrue(!tokenizer.decode(stopped.ids()).contains(stop));
            int[] oneMore = Arrays.copyOf(whole, stopped.ids().length + 1);
            assertTrue(tokenizer.decode(oneMore).contains(stop), "the next token completes it");
            checked++;
        }
        assertTrue(checked > 0, "no answer to try it on");
    }

    @Test
    void ofTwoStopStringsInOneTokenTheEarlierWins() {
        int[] prompt = prompts().get(0);
        int[] whole = model.generateGreedily(List.of(prompt), NEW_TOKENS, -1).get(0);
        String text = tokenizer.decode(whole);
        GenerationSettings settings = GenerationSettings.greedy(NEW_TOKENS, Set.of())
                .stoppingAt(List.of(text.substring(1, 2), text.substring(0, 1)));
        Generation stopped =
                model.generate(List.of(prompt), settings, tokenizer).get(0).get(0);
        assertEquals(new FinishReason.StopString(text.substring(0, 1), ""), stopped.finish());
    }

    @Test
    void stopStringsWithoutATokenizerAreRefused() {
        GenerationSettings settings = GenerationSettings.greedy(3, Set.of()).stoppingAt(List.of("\n"));
        assertThrows(IllegalArgumentException.class, () -> model.generate(prompts(), settings));
    }

    @Test
    void impossibleSettingsAreRefusedTogether() {
        TreeSet<Integer> stops = new TreeSet<>(Set.of(-2));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new GenerationSettings(0, new TokenChoice.Greedy(), stops, List.of("")))
                .getMessage();
        for (String fault : List.of("maxNewTokens", "stop token", "stop string")) {
            assertTrue(message.contains(fault), message);
        }
    }

    private static GenerationSettings sampled(int samples, long seed) {
        return GenerationSettings.greedy(NEW_TOKENS, Set.of()).choosing(new Sampled(0.8, 40, 0.95, samples, seed, 0));
    }

    private static int unusedIn(int[] ids) {
        int id = 0;
        while (contains(ids, id)) {
            id++;
        }
        return id;
    }

    private static boolean contains(int[] ids, int wanted) {
        return Arrays.stream(ids).anyMatch(id -> id == wanted);
    }

    private static List<int[]> prompts() {
        List<int[]> prompts = new ArrayList<>();
        for (String text : List.of(
                "Where did the river run?",
                "the",
                "the old mill and the children were running past",
                "over the stones")) {
            prompts.add(tokenizer.encode(text));
        }
        return prompts;
    }
}
