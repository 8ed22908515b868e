package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.text.Borders.Border;
import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.ExampleEncoder.Overlength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a prompt ends and an answer begins, on every kind of tokenizer. */
class TextBoundaryTest {

    @TempDir
    Path folder;

    static List<String> names() {
        return TestTokenizers.NAMES;
    }

    static List<String> kinds() {
        return TestTokenizers.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPromptHasTheSameIdsInTrainingAndInGeneration(String name) throws IOException {
        Random random = new Random(7);
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.marked(name, folder))) {
            for (PromptTemplate template : PromptTemplate.values()) {
                ExampleEncoder encoder = new ExampleEncoder(
                        tokenizer,
                        template,
                        4096,
                        Borders.of(template, tokenizer.specialTokens()),
                        Overlength.LEFT_OUT);
                for (int time = 0; time < 50; time++) {
                    Conversation prompted = Conversation.of(RandomTexts.words(random), RandomTexts.words(random));
                    Conversation answered = prompted.then(Turn.assistant(RandomTexts.words(random)));
                    int[] prompt = encoder.encodePrompt(prompted);
                    EncodedExample example = encoder.encode(answered).orThrow();
                    assertArrayEquals(prompt, Arrays.copyOf(example.inputIds(), prompt.length), template.id());
                    for (int t = 0; t < example.length(); t++) {
                        int label = t < prompt.length ? EncodedExample.IGNORED : example.inputIds()[t];
                        assertEquals(label, example.labels()[t], template.id());
                    }
                }
            }
        }
    }

    @Test
    void aSentencePieceAnswerGetsNoSecondSpace() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(
                    tokenizer, PromptTemplate.PLAIN, 64, new Borders(Border.ADDED, Border.ADDED), Overlength.LEFT_OUT);
            int[] ids = encoder.encode("the river", "", "ran past").orThrow().inputIds();
            assertEquals("<s> the river ran past</s>", tokenizer.decodeWithSpecialTokens(ids));
            int[] apart = tokenizer.encode(" ran past");
            assertTrue(tokenizer.tokens(" ran past").get(0).equals("▁"), "tokenised alone it would have one");
            assertTrue(ids.length < 1 + tokenizer.encode("the river").length + apart.length + 1);
        }
    }

    @Test
    void anAnswerWhoseTokenSpansItsPromptKeepsThePromptsIds() {
        try (Tokenizer tokenizer = TestTokenizers.load("bytelevel-bpe")) {
            int[] before = tokenizer.encode("the riv");
            assertArrayEquals(
                    tokenizer.encode("er ran"), TextBoundary.none(tokenizer).idsAfter("the riv", before, "er ran"));
        }
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            int[] before = tokenizer.encode("the riv");
            int[] after = TextBoundary.none(tokenizer).idsAfter("the riv", before, "er ran");
            int[] both = Arrays.copyOf(before, before.length + after.length);
            System.arraycopy(after, 0, both, before.length, after.length);
            assertEquals("the river ran", tokenizer.decode(both), "no space slips in between");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aContinuationFollowsAfterOneSpaceWhateverSpacesItHas(String name) {
        try (Tokenizer tokenizer = TestTokenizers.load(name)) {
            ContinuationEncoder encoder = new ContinuationEncoder(tokenizer);
            ContinuationIds ids = encoder.encode("the river", "ran past");
            assertArrayEquals(tokenizer.encode("the river"), ids.contextIds());
            for (String context : List.of("the river", "the river ", "the river   ")) {
                for (String continuation : List.of("ran past", " ran past", "  ran past \n")) {
                    assertEquals(ids, encoder.encode(context, continuation));
                }
            }
            int[] both = Arrays.copyOf(ids.contextIds(), ids.length());
            System.arraycopy(ids.continuationIds(), 0, both, ids.contextIds().length, ids.continuationIds().length);
            assertArrayEquals(tokenizer.encode("the river ran past"), both);
            assertEquals(
                    new ContinuationIds(new int[] {1}, tokenizer.encode("ran")),
                    new ContinuationEncoder(tokenizer, 1).encode("", " ran"));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode("", "ran"));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode("the", "  "));
        }
    }

    @Test
    void aContinuationLongerThanTheModelIsRefused() {
        ContinuationIds ids = new ContinuationIds(new int[] {1, 2, 3}, new int[] {4, 5, 6});
        assertEquals(ids, ids.within(5));
        assertEquals(new ContinuationIds(new int[] {2, 3}, new int[] {4, 5, 6}), ids.within(4));
        assertEquals(new ContinuationIds(new int[] {3}, new int[] {4, 5, 6}), ids.within(3));
        assertThrows(IllegalArgumentException.class, () -> ids.within(2));
    }
}
