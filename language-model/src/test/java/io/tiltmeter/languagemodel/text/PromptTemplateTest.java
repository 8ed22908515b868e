package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import io.tiltmeter.languagemodel.text.SpecialTokens.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The formats exactly as their authors publish them. */
class PromptTemplateTest {

    private static final SpecialTokens LLAMA_TOKENS = SpecialTokens.of(
            Map.of(Role.BEGINNING, new SpecialToken("<s>", 1), Role.END, new SpecialToken("</s>", 2)),
            List.of(),
            Adds.YES,
            Adds.NO,
            Optional.empty());
    private static final SpecialTokens LLAMA_3_TOKENS = SpecialTokens.of(
            Map.of(Role.BEGINNING, new SpecialToken("<|begin_of_text|>", 128000)),
            List.of(),
            Adds.NO,
            Adds.NO,
            Optional.empty());

    private static final Conversation QUESTION = Conversation.of("Name the capital.", "France is in Europe.");
    private static final Conversation TWO_ROUNDS = Conversation.of("Hi!", "")
            .then(Turn.assistant("Hello."))
            .then(Turn.user("And now?"))
            .then(Turn.assistant("Now this."))
            .under("Be brief.");

    @Test
    void alpacaHasTwoPrompts() {
        assertEquals(
                "Below is an instruction that describes a task, paired with an input that provides further context. "
                        + "Write a response that appropriately completes the request.\n\n"
                        + "### Instruction:\nName the capital.\n\n### Input:\nFrance is in Europe.\n\n"
                        + "### Response:Paris</s>",
                PromptTemplate.ALPACA.text(QUESTION.then(Turn.assistant("Paris")), LLAMA_TOKENS));
        assertEquals(
                "Below is an instruction that describes a task. "
                        + "Write a response that appropriately completes the request.\n\n"
                        + "### Instruction:\nName the capital.\n\n### Response:",
                PromptTemplate.ALPACA.text(Conversation.of("Name the capital.", ""), LLAMA_TOKENS));
    }

    @Test
    void tuluSeparatesTurnsByPlainText() {
        assertEquals(
                "<|user|>\nName the capital.\n\nFrance is in Europe.\n<|assistant|>\n",
                PromptTemplate.TULU.text(QUESTION, LLAMA_TOKENS));
        assertEquals(
                "<|system|>\nBe brief.\n<|user|>\nHi!\n<|assistant|>\nHello.</s>\n"
                        + "<|user|>\nAnd now?\n<|assistant|>\nNow this.</s>",
                PromptTemplate.TULU.text(TWO_ROUNDS, LLAMA_TOKENS));
    }

    @Test
    void zephyrEndsEveryTurn() {
        assertEquals(
                "<|system|>\nBe brief.</s>\n<|user|>\nHi!</s>\n<|assistant|>\nHello.</s>\n"
                        + "<|user|>\nAnd now?</s>\n<|assistant|>\nNow this.</s>",
                PromptTemplate.ZEPHYR.text(TWO_ROUNDS, LLAMA_TOKENS));
        assertEquals(
                "<|user|>\n Hi! </s>\n<|assistant|>\n",
                PromptTemplate.ZEPHYR.text(Conversation.of(" Hi! ", ""), LLAMA_TOKENS));
    }

    @Test
    void llama2WritesEveryRoundAsASequenceOfItsOwn() {
        assertEquals(
                "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi! [/INST] Hello. </s>"
                        + "<s>[INST] And now? [/INST] Now this. </s>",
                PromptTemplate.LLAMA_2.text(TWO_ROUNDS, LLAMA_TOKENS));
        assertEquals("<s>[INST] Hi! [/INST]", PromptTemplate.LLAMA_2.text(Conversation.of(" Hi! ", ""), LLAMA_TOKENS));
    }

    @Test
    void llama3WritesHeadersAndAnEndOfTurn() {
        assertEquals(
                "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                        + "<|start_header_id|>user<|end_header_id|>\n\nHi!<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|>"
                        + "<|start_header_id|>user<|end_header_id|>\n\nAnd now?<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\nNow this.<|eot_id|>",
                PromptTemplate.LLAMA_3.text(TWO_ROUNDS, LLAMA_3_TOKENS));
        assertEquals(
                "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi!<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\n",
                PromptTemplate.LLAMA_3.text(Conversation.of("Hi!", ""), LLAMA_3_TOKENS));
    }

    @Test
    void chatMlWritesTurnTokens() {
        assertEquals(
                "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi!<|im_end|>\n"
                        + "<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>\n"
                        + "<|im_start|>assistant\nNow this.<|im_end|>",
                PromptTemplate.CHATML.text(TWO_ROUNDS, LLAMA_3_TOKENS));
        assertEquals(
                "<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n",
                PromptTemplate.CHATML.text(Conversation.of("Hi!", ""), LLAMA_3_TOKENS));
    }

    @Test
    void plainPutsNothingButASpaceAndTheEnd() {
        assertEquals(
                "Name the capital. France is in Europe. Paris</s>",
                PromptTemplate.PLAIN.text(QUESTION.then(Turn.assistant("Paris")), LLAMA_TOKENS));
    }

    @ParameterizedTest
    @EnumSource
    void aPromptIsWhatTheWholeConversationBeginsWith(PromptTemplate template) {
        String prompt = template.text(QUESTION, LLAMA_TOKENS);
        String whole = template.text(QUESTION.then(Turn.assistant("Paris")), LLAMA_TOKENS);
        assertTrue(whole.startsWith(prompt), whole);
        assertTrue(whole.substring(prompt.length()).strip().startsWith("Paris"), whole);
    }

    @Test
    void formatsForOnePromptNameThoseWithTurns() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> PromptTemplate.ALPACA.text(TWO_ROUNDS, LLAMA_TOKENS))
                .getMessage();
        assertEquals(
                "template 'alpaca' does not fit the conversation: it has one prompt and one answer, not 4 turns;"
                        + " it has no system text; templates with turns: tulu, zephyr, llama-2, llama-3, chatml",
                message);
    }

    @Test
    void turnsOutOfOrderAreAllNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Conversation(
                                "", List.of(Turn.assistant("a"), Turn.assistant("b"), Turn.assistant("c"))))
                .getMessage();
        assertTrue(message.contains("turn 1 belongs") && message.contains("turn 3 belongs"), message);
    }

    @Test
    void ultraChatIsZephyr() {
        assertEquals(PromptTemplate.ZEPHYR, PromptTemplate.named("ultrachat"));
        for (PromptTemplate template : PromptTemplate.values()) {
            assertEquals(template, PromptTemplate.named(template.id()));
        }
    }

    @Test
    void outlinesDifferBetweenTemplatesAndShowWhereTextsGo() {
        Set<String> outlines = new HashSet<>();
        for (PromptTemplate template : PromptTemplate.values()) {
            String outline = template.outline();
            assertTrue(outline.contains("{instruction}") && outline.contains("{input}"), outline);
            outlines.add(outline);
        }
        assertEquals(PromptTemplate.values().length, outlines.size());
    }
}
