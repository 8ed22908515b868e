package io.tiltmeter.answertext;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Where words end inside a run of letters, in scripts that do not separate all words by spaces. */
final class WordBorders {
    /** Written without spaces: only a dictionary knows where a word ends, so it may end anywhere. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** All scripts below it separate words by spaces; Thai is the first that does not. */
    private static final int FIRST_WITHOUT_SPACES = 0xE00;

    private WordBorders() {}

    /** Whether a word can end and another begin between two letters, digits or marks. */
    static boolean isBetween(int before, int after) {
        if (before < FIRST_WITHOUT_SPACES && after < FIRST_WITHOUT_SPACES || CharacterNormalisation.isMark(after)) {
            return false;
        }
        return isWithoutSpaces(before) || isWithoutSpaces(after) || isKatakana(before) != isKatakana(after);
    }

    private static boolean isWithoutSpaces(int codePoint) {
        return CharacterNormalisation.isCommonHan(codePoint)
                || codePoint >= FIRST_WITHOUT_SPACES && WITHOUT_SPACES.contains(UnicodeScript.of(codePoint));
    }

    /** Whether a word can end between them: besides, Korean puts particles behind a word's last syllable. */
    static boolean isBehind(int before, int after) {
        return isBetween(before, after) || isSyllableStart(after);
    }

    /** With the sign that lengthens a vowel, which belongs to several scripts. */
    private static boolean isKatakana(int codePoint) {
        return codePoint == 0x30FC || UnicodeScript.of(codePoint) == UnicodeScript.KATAKANA;
    }

    /** Syllables are decomposed, and each begins with one of these consonants. */
    private static boolean isSyllableStart(int codePoint) {
        return codePoint >= 0x1100 && codePoint <= 0x115F;
    }
}
