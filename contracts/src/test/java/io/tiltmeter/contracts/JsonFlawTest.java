package io.tiltmeter.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFlawTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"a\": 1,} | found } at line 1, column 9, expected a name in double quotes",
                "{a: 1} | found a at line 1, column 2, expected a name in double quotes or }",
                "{'a': 1} | found 'a' at line 1, column 2, expected a name in double quotes or }",
                "{\"a\" 1} | found 1 at line 1, column 6, expected a colon behind the name a",
                "{\"a\": 1 \"b\": 2} | found \" at line 1, column 9, expected a comma or }",
                "[1 2] | found 2 at line 1, column 4, expected a comma or ]",
                "{\"a\": True} | found True at line 1, column 7, expected true, false or null, so written",
                "{\"a\": NaN} | found NaN at line 1, column 7, expected a value: a text in double quotes, a number,"
                        + " true, false, null, an object or a list; JSON has neither NaN nor Infinity",
                "{\"a\": 01} | found 01 at line 1, column 7, expected a number such as 10, -0.5 or 1e-4",
                "{\"a\": \"b | found the end at line 1, column 9, expected the double quote that closes a text begun at"
                        + " line 1, column 7",
                "{\"a\": \"\\x\"} | found a backslash before x at line 1, column 8, expected one of"
                        + " \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u; a backslash itself is \\\\",
                "{\"a\": 1 | found the end at line 1, column 8, expected a comma or }",
                "{\"a\": 1, \"a\": 2} | found the name a a second time at line 1, column 10, expected each name of an"
                        + " object once",
                "{} {} | found another object at line 1, column 4, expected nothing behind the document",
            })
    void placeFindAndExpectationAreNamed(String text, String flaw) {
        assertEquals(flaw, JsonFlaw.first(text).orElseThrow().toString());
    }

    @Test
    void lineEndsOfEveryKindAreCounted() {
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            assertEquals(
                    "line 3, column 2",
                    JsonFlaw.first("{" + end + "\"a\": 1," + end + " }")
                            .orElseThrow()
                            .place());
        }
    }

    @Test
    void marksReturnsAndOtherEncodingsAreNamed() {
        assertTrue(JsonFlaw.reason("\uFEFF{}").startsWith("found a byte order mark at line 1, column 1"));
        assertEquals(
                "found another object at line 2, column 1, expected nothing behind the document: a carriage return alone"
                        + " ends no line here",
                JsonFlaw.reason("{}\r{}"));
        byte[] latin = "{\n\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "found bytes that are not UTF-8 at line 2, column 7, expected UTF-8 text",
                JsonFlaw.reason(latin, 16, Numbers.STRICT));
        assertEquals(
                Optional.empty(),
                JsonFlaw.first("\uFEFF{\"a\": NaN}".getBytes(StandardCharsets.UTF_8), 16, Numbers.OF_PYTHON));
    }

    @Test
    void deepTextsAndLongNumbersAreFlawsWithTheirLimit() {
        assertEquals(
                "found an object or list within 1000 others at line 1, column 1001, expected at most 1000 levels",
                JsonFlaw.reason("[".repeat(200_000)));
        assertTrue(JsonFlaw.reason("1".repeat(1001)).startsWith("found a number of 1001 characters"));
    }

    /** A thread of a service has less room than that of a test. */
    @Test
    void nestingTakesNoStack() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (String open : List.of("[", "{\"a\":")) {
                        reasons.add(JsonFlaw.first(open.repeat(100_000), 100_000, Numbers.STRICT)
                                .orElseThrow()
                                .found());
                    }
                },
                "small stack",
                64 << 10);
        small.start();
        small.join();
        assertEquals(List.of("the end", "the end"), reasons);
    }

    /** Texts by a damaging pen: what a parser of other authors accepts has no flaw, and what it refuses has one. */
    @Test
    void flawsAreThereWhereAnotherParserRefuses() {
        Random random = new Random(20);
        String whole =
                "{\"a\": [1, -2.5e3, \"x\\n\\u00e9\", true, false, null], \"b\": {\"c\": {}, \"d\": []}, \"e\": 0}";
        String pen = "{}[]\",:0-+.eE \\utfn1\n\t\r'";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(whole);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                char unit = pen.charAt(random.nextInt(pen.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, unit);
                    default -> text.setCharAt(at, unit);
                }
            }
            String damaged = text.toString();
            if (JsonFlaw.first(damaged).isEmpty()) {
                try {
                    STRICT.readTree(damaged);
                } catch (JsonProcessingException e) {
                    throw new AssertionError("a flaw is not found in " + damaged, e);
                }
            } else {
                assertThrows(JsonProcessingException.class, () -> STRICT.readTree(damaged), damaged);
            }
        }
    }
}
