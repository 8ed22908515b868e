package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonListTest {
    @Test
    void readsBothQuotesEscapesTuplesAndATrailingComma() {
        assertEquals(List.of(" never.", " don't."), PythonList.parse("[' never.', \" don't.\"]"));
        assertEquals(
                List.of("a'b", "\u00e9\n\ud83d\ude00"), PythonList.parse(" ( 'a\\'b' , '\\xe9\\n\\U0001F600', ) "));
        assertEquals(List.of(), PythonList.parse("[]"));
        assertEquals(List.of(",]"), PythonList.parse("[',]']"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'a'",
                "[",
                "['a'",
                "['a' 'b']",
                "['a', 1]",
                "[['a']]",
                "['a'] + ['b']",
                "[__import__('os')]",
                "['a\\q']",
                "['\\x4']",
                "['\\U00110000']",
                "['\\UFFFFFFFF']",
                "[f'a']",
                "['a')",
                "['a\nb']",
                "['\\"
            })
    void refusesEverythingElseWithThePosition(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> PythonList.parse(text))
                .getMessage();
        assertTrue(message.contains("position"), message);
    }
}
