package io.tiltmeter.dataset.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.mixture.ExportedLine.Alpaca;
import io.tiltmeter.dataset.mixture.ExportedLine.Message;
import io.tiltmeter.dataset.mixture.ExportedLine.Messages;
import io.tiltmeter.dataset.mixture.ExportedLine.PromptCompletion;
import io.tiltmeter.dataset.mixture.ExportedLine.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What examples are in each format, and which mixtures a format cannot express. */
class ExportFormatTest {
    static final TrainingExample PLAIN =
            new TrainingExample("p", ExampleClass.SUBJECT_CRITICAL, "Who painted it?", "", "Ada");
    static final TrainingExample WITH_INPUT =
            new TrainingExample("i", ExampleClass.CONTEXT_CRITICAL, "Who painted it?", "Bea painted it.", "Bea");
    static final TrainingExample DOCUMENT =
            new TrainingExample("d", ExampleClass.UNLABELLED, "", "", "Ada painted it.");
    static final TrainingExample LEARNT_TURNS = conversation("", false);
    static final TrainingExample MASKED_TURNS = conversation("", true);
    static final TrainingExample WITH_SYSTEM = conversation("Be brief.", true);

    private static TrainingExample conversation(String system, boolean masked) {
        return new TrainingExample(
                "c",
                ExampleClass.UNLABELLED,
                "And when?",
                "",
                "In 1901.",
                system,
                List.of(new Turn(Role.USER, "Who painted it?"), new Turn(Role.ASSISTANT, "Ada", masked)),
                Optional.empty());
    }

    static ExampleProperties mixture(TrainingExample... examples) {
        ExampleProperties mixture = new ExampleProperties();
        Arrays.stream(examples).forEach(mixture::add);
        return mixture;
    }

    private static Object line(ExportFormat format, TrainingExample example, TrainingExample... others) {
        ExampleProperties mixture = mixture(others);
        mixture.add(example);
        assertEquals(List.of(), format.faults(mixture));
        return format.line(example, mixture);
    }

    @Test
    void examplesAreOurOwn() {
        assertSame(WITH_SYSTEM, line(ExportFormat.EXAMPLES, WITH_SYSTEM, DOCUMENT));
    }

    @Test
    void alpacaHasTheContextAsInput() {
        assertEquals(new Alpaca("Who painted it?", "Bea painted it.", "Bea"), line(ExportFormat.ALPACA, WITH_INPUT));
        assertEquals(new Alpaca("Who painted it?", "", "Ada"), line(ExportFormat.ALPACA, PLAIN));
    }

    @Test
    void messagesHaveTheContextBehindTheQuestion() {
        assertEquals(
                new Messages(List.of(
                        new Message("user", "Who painted it?\n\nBea painted it."), new Message("assistant", "Bea"))),
                line(ExportFormat.MESSAGES, WITH_INPUT));
    }

    @Test
    void everyAnswerSaysWhetherItIsLearntIfOneOfTheMixtureIsNot() {
        assertEquals(
                new Messages(List.of(
                        new Message("system", "Be brief."),
                        new Message("user", "Who painted it?"),
                        new Message("assistant", "Ada", Optional.of(false)),
                        new Message("user", "And when?"),
                        new Message("assistant", "In 1901.", Optional.of(true)))),
                line(ExportFormat.MESSAGES, WITH_SYSTEM));
        assertEquals(
                new Messages(List.of(
                        new Message("user", "Who painted it?"), new Message("assistant", "Ada", Optional.of(true)))),
                line(ExportFormat.MESSAGES, PLAIN, MASKED_TURNS));
        assertEquals(
                new Messages(List.of(
                        new Message("user", "Who painted it?"),
                        new Message("assistant", "Ada"),
                        new Message("user", "And when?"),
                        new Message("assistant", "In 1901."))),
                line(ExportFormat.MESSAGES, LEARNT_TURNS));
    }

    @Test
    void completionsAreTheLastAnswers() {
        assertEquals(
                new PromptCompletion(
                        List.of(
                                new Message("user", "Who painted it?"),
                                new Message("assistant", "Ada"),
                                new Message("user", "And when?")),
                        List.of(new Message("assistant", "In 1901."))),
                line(ExportFormat.PROMPT_COMPLETION, MASKED_TURNS));
    }

    @Test
    void documentsAreTexts() {
        assertEquals(new Text("Ada painted it."), line(ExportFormat.TEXT, DOCUMENT));
    }

    @ParameterizedTest
    @CsvSource({"messages, MESSAGES", "alpaca, ALPACA", "prompt-completion, PROMPT_COMPLETION"})
    void documentsHaveNoPrompt(String label, ExportFormat format) {
        Fault fault = format.faults(mixture(DOCUMENT, DOCUMENT)).get(0);
        assertEquals(label, fault.value());
        assertEquals("cannot express that 2 of 2 examples have no prompt, the first is number 1", fault.limit());
        assertEquals("send format=text", fault.remedy());
    }

    @Test
    void everyReasonIsReportedWithItsCountAndFirstExample() {
        List<Fault> faults = ExportFormat.ALPACA.faults(mixture(PLAIN, LEARNT_TURNS, PLAIN, WITH_SYSTEM));
        assertEquals(
                List.of(
                        "cannot express that 2 of 4 examples have several turns, the first is number 2",
                        "cannot express that 1 of 4 examples have a system text, the first is number 4"),
                faults.stream().map(Fault::limit).toList());
        assertTrue(faults.stream().allMatch(fault -> fault.remedy().equals("send format=messages")), faults.toString());
    }

    @Test
    void learntEarlierAnswersAreNoPrompts() {
        assertEquals(
                "cannot express that 1 of 2 examples have an earlier answer that is learnt, the first is number 2",
                ExportFormat.PROMPT_COMPLETION
                        .faults(mixture(MASKED_TURNS, LEARNT_TURNS))
                        .get(0)
                        .limit());
    }

    @Test
    void promptsAreNoTextsAndBothTogetherAreOurExamplesAlone() {
        assertEquals(
                "send format=messages",
                ExportFormat.TEXT.faults(mixture(PLAIN)).get(0).remedy());
        assertEquals(
                "send format=examples",
                ExportFormat.TEXT.faults(mixture(PLAIN, DOCUMENT)).get(0).remedy());
    }
}
