package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.Imports.Imported;
import io.tiltmeter.servicekit.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a file marks as not to be learnt are masked, from the row to the example of a mixture. */
class MaskedAnswersTest {
    private static final List<Turn> MASKED_FIRST = List.of(
            new Turn(Role.USER, "a"),
            new Turn(Role.ASSISTANT, "b", true),
            new Turn(Role.USER, "c"),
            new Turn(Role.ASSISTANT, "d"));

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    private static String messages(String ofFirst, String ofSecond) {
        return "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\""
                + ofFirst + "}, {\"role\": \"user\", \"content\": \"c\"}, {\"role\": \"assistant\", \"content\": \"d\""
                + ofSecond + "}]}\n";
    }

    private static String shareGpt(String messages) {
        return messages.replace("messages", "conversations")
                .replace("role", "from")
                .replace("content", "value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"weight\": 0", "\"weight\": 0.0", "\"train\": false", "\"training\": 0", "\"loss\": false"})
    void anAnswerThatIsNotToBeLearntIsMasked(String member) {
        String row = messages(", " + member, ", \"weight\": 1");
        assertEquals(MASKED_FIRST, imports.text(row).rows().get(0).turns());
        assertEquals(MASKED_FIRST, imports.text(shareGpt(row)).rows().get(0).turns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"weight\": 1", ", \"weight\": 1.0", ", \"train\": true", ", \"weight\": null"})
    void anAnswerOfWeightOneIsLearnt(String member) {
        Imported imported = imports.text(messages(member, member));
        assertTrue(imported.rows().get(0).turns().stream().noneMatch(Turn::masked));
    }

    @Test
    void turnsBehindTheLastAnswerThatIsLearntAreLeftOut() {
        List<Turn> turns =
                imports.text(messages("", ", \"weight\": 0")).rows().get(0).turns();
        assertEquals(List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b")), turns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", \"weight\": 0.5 | '' | messages[1].weight is 0.5, and 0, 1, true or false is allowed",
                "'' | , \"weight\": \"0\" | messages[3].weight is \"0\", and 0, 1, true or false is allowed",
                ", \"train\": 2 | '' | messages[1].train is 2, and 0, 1, true or false is allowed",
                ", \"train\": true, \"weight\": 0 | '' | messages[1].weight is 0 and messages[1].train is true",
                "'' | , \"train_detail\": [{\"begin_offset\": 0}] | messages[3].train_detail marks parts of a turn",
                ", \"weight\": 0 | , \"train\": false | no answer that is to be learnt: messages[3].train is false",
            })
    void aMaskThatCannotBeFollowedRejectsItsRow(String ofFirst, String ofSecond, String reason) {
        Imported imported = imports.text(messages("", "") + messages(ofFirst, ofSecond));
        assertEquals(1, imported.version().rejectedCount());
        String found = imported.version().firstRejected().get(0).reason();
        assertTrue(found.contains(reason), found);
    }

    @Test
    void masksOfParquetAreHonoured() throws Exception {
        Path file = imports.parquet(
                "masked.parquet",
                "SELECT [{'role': 'user', 'content': 'a', 'weight': NULL}, {'role': 'assistant', 'content': 'b',"
                        + " 'weight': 0.0}, {'role': 'user', 'content': 'c', 'weight': NULL}, {'role': 'assistant',"
                        + " 'content': 'd', 'weight': 1.0}] AS messages");
        assertEquals(
                MASKED_FIRST,
                imports.file(file, Imports.limits(1000, 1 << 20, 200))
                        .rows()
                        .get(0)
                        .turns());
    }

    @Test
    void aMaskStaysInTheFileOfAMixture() {
        TrainingExample example =
                imports.text(messages(", \"weight\": 0", "")).rows().get(0).example("x");
        assertEquals(MASKED_FIRST.subList(0, 2), example.earlierTurns());
        String written = Json.write(example);
        assertTrue(
                written.contains(
                        "[{\"role\":\"user\",\"text\":\"a\"},{\"role\":\"assistant\",\"text\":\"b\",\"masked\":true}]"),
                written);
        assertEquals(example, Json.read(written, TrainingExample.class));
    }
}
