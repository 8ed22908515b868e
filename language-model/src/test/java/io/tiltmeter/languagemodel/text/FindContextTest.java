package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a context is among the tokens of its prompt. */
class FindContextTest {
    private static final String QUESTION = "where is the mill";
    private static final List<String> CONTEXTS = List.of(
            "the old mill is by the river", "  The mill, 😀 says Zoë, is in Kraków.\nNot in München! ", "river");

    @TempDir
    Path folder;

    static Stream<Arguments> everyTokenizerAndTemplate() {
        return TestTokenizers.KINDS.stream()
                .flatMap(kind -> Arrays.stream(PromptTemplate.values())
                        .filter(template -> template != PromptTemplate.PLAIN)
                        .map(template -> Arguments.of(kind, template)));
    }

    @ParameterizedTest
    @MethodSource("everyTokenizerAndTemplate")
    void theTokensOfTheContextAreThoseThatItsCharactersMake(String kind, PromptTemplate template) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.marked(kind, folder))) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 512);
            for (String context : CONTEXTS) {
                ContextSpan span =
                        encoder.findContext(QUESTION, context, context).orElseThrow();
                int[] ids = encoder.encodePrompt(QUESTION, context);
                String inside = text(tokenizer, ids, span.from(), span.to());
                String narrower = text(tokenizer, ids, span.from() + 1, span.to());
                String shorter = text(tokenizer, ids, span.from(), span.to() - 1);
                String expected = text(tokenizer, tokenizer.encode(context.strip()), 0, Integer.MAX_VALUE);
                assertTrue(inside.contains(expected), "'" + inside + "' of '" + context + "'");
                assertTrue(inside.length() <= expected.length() + 2, "'" + inside + "' of '" + context + "'");
                assertTrue(!narrower.contains(expected) && !shorter.contains(expected), "'" + inside + "' is too long");
            }
        }
    }

    @Test
    void aContextWithinTheInstructionIsFoundToo() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.ALPACA, 512);
            String instruction = "Background: the old mill is by the river Question: " + QUESTION;
            ContextSpan span = encoder.findContext(instruction, "", "the old mill is by the river")
                    .orElseThrow();
            int[] ids = encoder.encodePrompt(instruction, "");
            assertEquals("the old mill is by the river", text(tokenizer, ids, span.from(), span.to()));
        }
    }

    @Test
    void aContextThatIsThereTwiceOrNotAtAllIsNotFound() {
        try (Tokenizer tokenizer = TestTokenizers.load("bytelevel-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.TULU, 512);
            assertEquals(Optional.empty(), encoder.findContext(QUESTION, "the mill", "mill"));
            assertEquals(Optional.empty(), encoder.findContext(QUESTION, "", "river"));
            assertEquals(Optional.empty(), encoder.findContext(QUESTION, "the river", " "));
        }
    }

    private static String text(Tokenizer tokenizer, int[] ids, int from, int to) {
        return tokenizer
                .decodeWithSpecialTokens(Arrays.copyOfRange(ids, from, Math.min(to, ids.length)))
                .strip();
    }
}
