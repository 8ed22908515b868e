package io.tiltmeter.evaluator.scorer;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Where words part inside a run of letters, in scripts that do not part them all by spaces. */
final class WordBorders {
    /** Written without spaces, and no telling without a dictionary where a word ends: anywhere, then. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private WordBorders() {}

    /** Whether a word can end and another begin between two letters, digits or marks. */
    static boolean isBetween(int before, int after) {
        if (CharacterFolding.isMark(after)) {
            return false;
        }
        return WITHOUT_SPACES.contains(UnicodeScript.of(before))
                || WITHOUT_SPACES.contains(UnicodeScript.of(after))
                || isKatakana(before) != isKatakana(after);
    }

    /** Whether a word can end between them: besides, Korean puts particles behind a word's last syllable. */
    static boolean isBehind(int before, int after) {
        return isBetween(before, after) || isSyllableStart(after);
    }

    /** With the sign that lengthens a vowel, which belongs to several scripts. */
    private static boolean isKatakana(int codePoint) {
        return UnicodeScript.of(codePoint) == UnicodeScript.KATAKANA || codePoint == 0x30FC;
    }

    /** Syllables are decomposed, and each begins with one of these consonants. */
    private static boolean isSyllableStart(int codePoint) {
        return codePoint >= 0x1100 && codePoint <= 0x115F;
    }
}
