package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of any text. */
class TextPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"bytelevel-bpe", "bytelevel-bpe-llama3", "llama-sp-bpe"})
    void anyTextComesBackFromItsIds(String name) {
        Random random = new Random(11);
        try (Tokenizer tokenizer = TestTokenizers.load(name)) {
            for (int time = 0; time < 1_000; time++) {
                String text = RandomTexts.unicode(random);
                // a word border of SentencePiece is a space, also where the text itself writes it
                String readable = name.startsWith("llama") ? text.replace('▁', ' ') : text;
                assertEquals(readable, tokenizer.decode(tokenizer.encode(text)));
            }
        }
    }

    @Test
    void halfASurrogatePairIsRefused() {
        try (Tokenizer tokenizer = TestTokenizers.load("bytelevel-bpe")) {
            for (String text : List.of("a\ud800b", "\udc00", "a\ud83d", "\ude00\ud83d")) {
                String message = assertThrows(IllegalArgumentException.class, () -> tokenizer.encode(text))
                        .getMessage();
                assertTrue(message.contains("half of a surrogate pair"), message);
            }
            assertEquals("\ud83d\ude00", tokenizer.decode(tokenizer.encode("\ud83d\ude00")));
        }
    }

    @Test
    void idsOutsideOfTheVocabularyAreLeftOutAndNegativeOnesRefused() {
        try (Tokenizer tokenizer = TestTokenizers.load("bytelevel-bpe")) {
            assertEquals("a", tokenizer.decode(new int[] {66, 999_999, Integer.MAX_VALUE}));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(new int[] {66, -1}));
        }
    }

    @ParameterizedTest
    @EnumSource
    void templatesLoseNothingOfTheTexts(PromptTemplate template) {
        SpecialTokens none = SpecialTokens.of(Map.of(), List.of(), Adds.NO, Adds.NO, Optional.empty());
        Random random = new Random(13);
        for (int time = 0; time < 500; time++) {
            String instruction = "i" + RandomTexts.unicode(random) + "i";
            String input = "c" + RandomTexts.unicode(random) + "c";
            String output = "o" + RandomTexts.unicode(random) + "o";
            String text = template.text(Conversation.of(instruction, input).then(Turn.assistant(output)), none);
            int at = text.indexOf(instruction);
            assertTrue(at >= 0, text);
            at = text.indexOf(input, at + instruction.length());
            assertTrue(at >= 0, text);
            assertTrue(text.indexOf(output, at + input.length()) >= 0, text);
        }
    }
}
