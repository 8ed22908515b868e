package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexParserTest {

    /** Ways to split words of GPT-2, Llama 3, Qwen 2, GPT-4o, DeepSeek, BLOOM and Falcon, and Replaces of CLIP, T5 and BERT. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}"
                        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                        + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "[0-9][0-9][0-9]",
                "\\p{N}{1,3}",
                "(?=(\\d{3})+(?!\\d))",
                "\\s+",
                " {2,}",
            })
    void expressionsInUseAreBounded(String regex) {
        assertTrue(RegexParser.shapeOf(regex).isBounded(), RegexParser.shapeOf(regex)::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(?:\\s|b*)*",
                "((a+)b)+",
                "(x{2,}y){3,}",
                "(a{1,500}){1,500}",
                "([^)]+)*",
                "(?=(a+)+b)"
            })
    void nestedRepeatsAreRefused(String regex) {
        assertRefused(regex, "exponential time");
    }

    /** Constructs whose cost is not known, and such as would hide a part from this check. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "(?<n>a|\\g<n>b); \\g",
                "(a*)\\1b; \\1",
                "(a*)\\k<1>; \\k",
                "(?~ab); '(?~a'",
                "(?(1)a|b); '(?(1'",
                "(?#a)b; '(?#a'",
                "(?x: a #(); '(?x:'",
                "(?{code}); '(?{c'",
                "(*FAIL); (*FA",
                "a\\Kb; \\K",
                "[](a+)+]; start of a class",
                "[^](a+)+]; start of a class",
                "[a; without a ']'",
                "(a; without a ')'",
                "a); without a '('",
                "a{1,2; no repeat",
                "a{1,100000}; more than 1000 times",
                "((((a{9}){9}){9}){9}){9}; written out",
                "+a; repeats nothing",
                "a\\; at its end",
                "\\x4+(\\x4+)+; exponential time",
            })
    void whatCannotBeCheckedIsRefused(String regex, String reason) {
        assertRefused(regex, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*a*b",
                "a*a*a*b",
                "(a|a)+b",
                "(?:a?a)+b",
                "(?=a*a*b)",
                "(?:a+){1,3}b",
                "(?i)a*(?-i)a*b",
                "(?:\\w+\\s?){5}!",
                "a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaa",
                "(?<!a*a*b)c",
                "a{1,3}+b",
            })
    void expressionsOfWhichSomeTextTakesTooManyTriesAreNotBounded(String regex) {
        assertFalse(RegexParser.shapeOf(regex).isBounded(), RegexParser.shapeOf(regex)::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "a, false",
        "a*, true",
        "a{2}, false",
        "'a{0,2}', true",
        "(?=a), true",
        "(?<=a)b, false",
        "a|, true",
        "^, true",
        "'(?i)a|b?', true",
        "(?>a*)b, false",
        "a*+, true",
    })
    void emptyMatchesAreFoundWithoutRunning(String regex, boolean canBeEmpty) {
        assertEquals(canBeEmpty, RegexParser.shapeOf(regex).canBeEmpty());
    }

    @Test
    void groupsWithinEachOtherAreLimited() {
        assertRefused("(".repeat(990) + "a" + ")".repeat(990), "more than 50 groups");
        assertRefused("a".repeat(2_001), "2001 characters, more than 2000");
    }

    private static void assertRefused(String regex, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> RegexParser.shapeOf(regex))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
