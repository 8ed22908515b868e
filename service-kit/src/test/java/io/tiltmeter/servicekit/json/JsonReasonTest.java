package io.tiltmeter.servicekit.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReasonTest {
    enum Colour {
        RED,
        BLUE
    }

    record Part(int count, double share) {
        Part {
            if (count < 0) {
                throw new IllegalArgumentException("count " + count + " is below 0");
            }
        }
    }

    record Whole(String name, List<Part> parts, Colour colour, Instant at, boolean isLast) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"parts\": [{\"count\": \"x\"}]} | parts[0].count is not a whole number within the range of its field",
                "{\"parts\": [{\"count\": 99999999999}]} | parts[0].count is not a whole number within the range of its field",
                "{\"parts\": [{\"count\": 1, \"share\": \"x\"}]} | parts[0].share is not a number",
                "{\"parts\": [{\"count\": -1, \"share\": 1}]} | parts[0] count -1 is below 0",
                "{\"parts\": {}} | parts is not a list",
                "{\"parts\": [7]} | parts[0] is not an object",
                "{\"name\": {}} | name is not a text",
                "{\"colour\": \"green\"} | colour is not one of RED, BLUE",
                "{\"at\": \"yesterday\"} | at is not a time such as 2026-01-31T12:00:00Z",
                "{\"is_last\": \"perhaps\"} | is_last is not true or false",
                "[] | is not an object",
                "{\"name\": | is not valid JSON: found the end at line 1, column 9, expected a value: a text in double"
                        + " quotes, a number, true, false, null, an object or a list",
            })
    void theValueIsNamedAndWhatItsFieldHolds(String text, String reason) {
        JsonProcessingException e =
                assertThrows(JsonProcessingException.class, () -> Json.mapper().readValue(text, Whole.class));
        assertEquals(reason, JsonReason.of(e, text));
    }
}
