package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses with the context and without, by a model with 48 positions. */
class ExampleScoringTest {
    private static final double ROUNDING_NATS = 1e-4;
    private static final int POSITIONS = 48;
    private static final Watcher PATIENT = done -> false;

    @TempDir
    static Path folder;

    private static AnsweringModel model;

    @BeforeAll
    static void load() throws IOException {
        TinyCheckpoint.write(folder, 3);
        model = AnsweringModel.load(folder);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void eachExampleHasTheLossesThatItHasAlone() {
        List<TrainingExample> examples = examples(200);
        List<ExampleMeasurement> measured = losses(examples);
        assertEquals(
                examples.stream().map(TrainingExample::id).toList(),
                measured.stream().map(ExampleMeasurement::id).toList());
        ExampleEncoder encoder = new ExampleEncoder(model.tokenizer(), PromptTemplate.LAB, POSITIONS);
        for (int i = 0; i < examples.size(); i++) {
            TrainingExample example = examples.get(i);
            ExampleLosses losses = measured.get(i).losses().orElseThrow();
            EncodedExample with = encoder.encode(example).orThrow();
            assertEquals(loss(with), losses.withContextNats(), ROUNDING_NATS, example.id());
            assertEquals(
                    loss(encoder.encode(example.instruction(), "", example.output())
                            .orThrow()),
                    losses.withoutContextNats(),
                    ROUNDING_NATS,
                    example.id());
            assertEquals(with.length(), measured.get(i).tokens().orElseThrow());
            if (example.input().isBlank()) {
                assertEquals(losses.withContextNats(), losses.withoutContextNats(), example.id());
            } else {
                assertNotEquals(losses.withContextNats(), losses.withoutContextNats(), example.id());
            }
        }
    }

    @Test
    void theSameExamplesHaveTheSameLossesToTheLastBit() {
        assertEquals(losses(examples(300)), losses(examples(300)));
    }

    @Test
    void theOrderOfExamplesChangesLossesByRoundingOnly() {
        List<TrainingExample> shuffled = new ArrayList<>(examples(300));
        Collections.shuffle(shuffled, new Random(20));
        Map<String, ExampleMeasurement> byId =
                losses(shuffled).stream().collect(Collectors.toMap(ExampleMeasurement::id, Function.identity()));
        for (ExampleMeasurement measured : losses(examples(300))) {
            ExampleLosses here = measured.losses().orElseThrow();
            ExampleLosses there = byId.get(measured.id()).losses().orElseThrow();
            assertEquals(here.withContextNats(), there.withContextNats(), ROUNDING_NATS);
            assertEquals(here.withoutContextNats(), there.withoutContextNats(), ROUNDING_NATS);
        }
    }

    @Test
    void bothLossesOfAnAnswerThatDoesNotFitAreThoseOfItsBeginning() {
        String context = "the capital ".repeat(12);
        String answer = "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15";
        ExampleMeasurement cut =
                losses(List.of(example("cut", "where ?", context, answer))).get(0);
        assertTrue(cut.tokens().orElseThrow() > POSITIONS, cut.toString());
        int lost = cut.tokens().orElseThrow() - POSITIONS;
        ExampleEncoder encoder = new ExampleEncoder(model.tokenizer(), PromptTemplate.LAB, 1000);
        EncodedExample without = encoder.encode("where ?", "", answer).orThrow();
        int end = without.length() - lost;
        EncodedExample beginning =
                new EncodedExample(Arrays.copyOf(without.inputIds(), end), Arrays.copyOf(without.labels(), end));
        assertEquals(loss(beginning), cut.losses().orElseThrow().withoutContextNats(), ROUNDING_NATS);
    }

    @Test
    void anExampleThatCannotBeScoredHasAReasonAndTheOthersAreScored() {
        List<ExampleMeasurement> measured = ExampleScoring.losses(
                model,
                "plain",
                List.of(
                        example("long", "where ?", "the capital ".repeat(40), "A1"),
                        example("special", "where <bos> ?", "", "A1"),
                        example("broken", "where \ud83d ?", "", "A1"),
                        example("good", "where ?", "", "A1")),
                PATIENT);
        assertUnscored("and the model reads 48: nothing of its answer is left", measured.get(0));
        assertUnscored("<bos>", measured.get(1));
        assertUnscored("half of a surrogate pair", measured.get(2));
        assertTrue(measured.get(3).losses().isPresent(), measured.get(3).toString());
    }

    @Test
    void everyAnswerOfAConversationIsScored() {
        TrainingExample conversation = new TrainingExample(
                "talk",
                ExampleClass.UNLABELLED,
                "where is S2 ?",
                "",
                "A2",
                "",
                List.of(new Turn(Role.USER, "where is S1 ?"), new Turn(Role.ASSISTANT, "A1")),
                Optional.empty());
        ExampleMeasurement measured = ExampleScoring.losses(model, "tulu", List.of(conversation), PATIENT)
                .get(0);
        EncodedExample encoded = new ExampleEncoder(model.tokenizer(), PromptTemplate.TULU, POSITIONS)
                .encode(conversation)
                .orThrow();
        assertEquals(4, encoded.scoredTokens(), "two answers and their ends");
        assertEquals(loss(encoded), measured.losses().orElseThrow().withContextNats(), ROUNDING_NATS);
        assertUnscored(
                "template 'lab' does not fit the conversation",
                losses(List.of(conversation)).get(0));
    }

    @Test
    void lengthsAreThoseOfTraining() {
        List<TrainingExample> examples = new ArrayList<>(examples(20));
        examples.add(example("long", "where ?", "the capital ".repeat(400), "A1"));
        examples.add(example("broken", "where \ud83d ?", "", "A1"));
        List<ExampleMeasurement> lengths = ExampleLengths.of(model.tokenizer(), "lab", examples, PATIENT);
        assertEquals(
                losses(examples(20)).stream().map(ExampleMeasurement::tokens).toList(),
                lengths.subList(0, 20).stream().map(ExampleMeasurement::tokens).toList());
        assertTrue(lengths.get(20).tokens().orElseThrow() > 800, "there is no limit to what is only counted");
        assertUnscored("half of a surrogate pair", lengths.get(21));
    }

    @Test
    void theWatcherEndsTheWorkBetweenBatches() {
        List<Integer> seen = new ArrayList<>();
        Watcher impatient = done -> {
            seen.add(done);
            return done > 0;
        };
        assertThrows(Abandoned.class, () -> ExampleScoring.losses(model, "lab", examples(1500), impatient));
        assertEquals(2, seen.size(), seen.toString());
        seen.clear();
        assertThrows(Abandoned.class, () -> ExampleLengths.of(model.tokenizer(), "lab", examples(1500), impatient));
        assertEquals(2, seen.size(), seen.toString());
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheKnownOnes() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ExampleScoring.losses(model, "alpaka", examples(1), PATIENT))
                .getMessage();
        assertTrue(message.contains("alpaka") && message.contains("lab"), message);
    }

    private static List<ExampleMeasurement> losses(List<TrainingExample> examples) {
        return ExampleScoring.losses(model, "lab", examples, PATIENT);
    }

    private static double loss(EncodedExample example) {
        return model.model().meanLosses(List.of(example)).get(0);
    }

    private static void assertUnscored(String reason, ExampleMeasurement measured) {
        assertTrue(measured.unscored().orElse("").contains(reason), measured.toString());
    }

    /** Every third has no context; contexts differ in length. */
    private static List<TrainingExample> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> example(
                        "row-" + i,
                        "where is S" + i % 10 + " ?",
                        i % 3 == 0 ? "" : "the capital of S" + i % 10 + " is A" + i % 20 + " filler".repeat(i % 7),
                        "A" + i % 20 + " A" + i % 13))
                .toList();
    }

    private static TrainingExample example(String id, String instruction, String input, String output) {
        return new TrainingExample(id, ExampleClass.UNLABELLED, instruction, input, output);
    }
}
