package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeChoiceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"answer": "A"}                                  | A
                    {"answer":"b"}                                   | B
                    {"answer": "both"}                               | BOTH
                    {"Answer": "Neither"}                            | NEITHER
                    { "reason": "it says B first", "answer": "A" }   | A
                    ~```json\n{"answer": "A"}\n```~                  | A
                    ~Sure!\n{"answer": "B"}\nGlad to be of use.~     | B
                    {'answer': 'A'}                                  | A
                    {answer: A}                                      | A
                    Answer: B.                                       | B
                    **Answer:** **A**                                | A
                    {"answer": "A"} {"answer": "A"}                  | A
                    A                                                | A
                    ~ "neither".~                                    | NEITHER
                    """)
    void aChoiceIsReadHoweverItIsWrapped(String reply, JudgeChoice choice) {
        assertEquals(Optional.of(choice), JudgeChoice.read(reply.replace("\\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "null",
                "C",
                "{\"answer\": \"C\"}",
                "{\"answer\": \"A or B\"}",
                "answer: A or B",
                "{\"answer\": \"A\"} or {\"answer\": \"B\"}",
                "{\"answer\": [\"A\"]}",
                "answer: 'A' or 'B'",
                "A B",
                "A text about it",
                "I cannot tell",
                "{\"answered\": \"A\"}",
                "<html>502</html>"
            })
    void aReplyWithNoChoiceOrTwoHasNone(String reply) {
        assertEquals(Optional.empty(), JudgeChoice.read(reply));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "answer", "answer:", "answer: ", "a", " ", "'*`"})
    void aHugeReplyIsReadInTime(String part) {
        String reply = part.repeat(200_000);
        assertEquals(
                Optional.empty(), assertTimeoutPreemptively(Duration.ofSeconds(10), () -> JudgeChoice.read(reply)));
    }
}
