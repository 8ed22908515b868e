package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are scored after a prompt, in every template and with every kind of tokenizer. */
class AnswerEncoderTest {

    private static final Set<PromptTemplate> WITH_A_SPACE =
            Set.of(PromptTemplate.LAB, PromptTemplate.PLAIN, PromptTemplate.LLAMA_2);

    @TempDir
    Path folder;

    static List<String> names() {
        return TestTokenizers.KINDS;
    }

    @ParameterizedTest
    @MethodSource("names")
    void anAnswerHasTheIdsThatItHasInTraining(String name) throws IOException {
        Random random = new Random(11);
        try (Tokenizer tokenizer = tokenizer(name)) {
            for (ExampleEncoder encoder : encoders(tokenizer)) {
                for (int time = 0; time < 30; time++) {
                    String question = RandomTexts.words(random);
                    String input = random.nextBoolean() ? "" : RandomTexts.words(random);
                    String answer = RandomTexts.words(random).strip();
                    ContinuationIds ids = encoder.encodeAnswer(question, input, "", answer);
                    assertArrayEquals(encoder.encodePrompt(question, input), ids.contextIds());
                    int[] learnt =
                            encoder.encode(question, input, answer).orThrow().inputIds();
                    assertArrayEquals(Arrays.copyOf(learnt, ids.length()), joined(ids));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whiteSpaceAroundAnAnswerOrItsPrefixMakesNoDifference(String name) throws IOException {
        try (Tokenizer tokenizer = tokenizer(name)) {
            for (ExampleEncoder encoder : encoders(tokenizer)) {
                ContinuationIds alone = encoder.encodeAnswer("the river", "", "", "ran past");
                ContinuationIds begun = encoder.encodeAnswer("the river", "", "it was", "ran past");
                for (String answer : List.of(" ran past", "  ran past \n", "\tran past")) {
                    assertEquals(alone, encoder.encodeAnswer("the river", "", " \n", answer));
                    assertEquals(begun, encoder.encodeAnswer("the river", "", " it was  ", answer));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void afterAPrefixAnAnswerFollowsOneSpace(String name) throws IOException {
        try (Tokenizer tokenizer = tokenizer(name)) {
            for (ExampleEncoder encoder : encoders(tokenizer)) {
                int[] prompt = encoder.encodePrompt("the river", "the sea");
                int[] begun = encoder.encodePrompt("the river", "the sea", "it was");
                assertArrayEquals(prompt, Arrays.copyOf(begun, prompt.length));
                assertTrue(begun.length > prompt.length);
                ContinuationIds first = encoder.encodeAnswer("the river", "the sea", "it was", "past");
                ContinuationIds second = encoder.encodeAnswer("the river", "the sea", "it was", "the sea");
                assertArrayEquals(begun, first.contextIds());
                assertArrayEquals(begun, second.contextIds());
                assertNotEquals(first, second);
                int[] whole = encoder.encode("the river", "the sea", "it was past")
                        .orThrow()
                        .inputIds();
                assertArrayEquals(Arrays.copyOf(whole, first.length()), joined(first));
                assertArrayEquals(prompt, encoder.encodePrompt("the river", "the sea", "  "));
            }
        }
    }

    /** Where the template writes a space, this is the rule of all scored continuations. */
    @ParameterizedTest
    @MethodSource("names")
    void aTemplateThatWritesASpaceFollowsTheRuleForContinuations(String name) throws IOException {
        try (Tokenizer tokenizer = tokenizer(name)) {
            ContinuationIds expected = new ContinuationEncoder(tokenizer).encode("the river", "ran past");
            ContinuationIds ids = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64)
                    .encodeAnswer("the river", "", "", "ran past");
            assertArrayEquals(expected.continuationIds(), ids.continuationIds());
        }
    }

    @Test
    void onlySomeTemplatesWriteASpaceBeforeTheAnswer() throws IOException {
        try (Tokenizer tokenizer = tokenizer("bytelevel-bpe-llama3")) {
            for (PromptTemplate template : PromptTemplate.values()) {
                ContinuationIds ids =
                        new ExampleEncoder(tokenizer, template, 256).encodeAnswer("the river", "", "", "ran past");
                String text = tokenizer.decode(ids.continuationIds());
                assertEquals(WITH_A_SPACE.contains(template) ? " ran past" : "ran past", text, template.id());
            }
        }
    }

    @Test
    void anAnswerWhoseTokenSpansItsPromptDoesNotChangeThePrompt() throws IOException {
        try (Tokenizer tokenizer = tokenizer("bytelevel-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.ALPACA, 256);
            for (String answer : List.of(":", "::", ":)", "\u0301a")) {
                ContinuationIds ids = encoder.encodeAnswer("the river", "", "", answer);
                assertArrayEquals(encoder.encodePrompt("the river", ""), ids.contextIds(), answer);
                assertEquals(answer, tokenizer.decode(ids.continuationIds()));
            }
        }
    }

    @Test
    void aBlankAnswerAndOneWithAnEndTokenAreRefused() throws IOException {
        try (Tokenizer tokenizer = tokenizer("llama-sp-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.LLAMA_2, 64);
            for (String answer : List.of("", " \n", "past</s>", "<s>past")) {
                assertThrows(IllegalArgumentException.class, () -> encoder.encodeAnswer("the river", "", "", answer));
            }
            assertThrows(IllegalArgumentException.class, () -> encoder.encodeAnswer("the river", "", "so</s>", "past"));
        }
    }

    private static List<ExampleEncoder> encoders(Tokenizer tokenizer) {
        return Arrays.stream(PromptTemplate.values())
                .map(template -> new ExampleEncoder(tokenizer, template, 4096))
                .toList();
    }

    private Tokenizer tokenizer(String kind) throws IOException {
        return Tokenizer.load(TestTokenizers.marked(kind, folder));
    }

    private static int[] joined(ContinuationIds ids) {
        int[] both = Arrays.copyOf(ids.contextIds(), ids.length());
        System.arraycopy(ids.continuationIds(), 0, both, ids.contextIds().length, ids.continuationIds().length);
        return both;
    }
}
