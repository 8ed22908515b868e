package io.tiltmeter.dataset.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form in which a text names an entity, and its replacement. */
class NameFormsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Orla Vantle | Brindo Quasp | Here Orla Vantle lived. | Here Brindo Quasp lived.",
                "Orla Vantle | Brindo Quasp | Orla went, and Vantle came. | Brindo went, and Quasp came.",
                "Orla Vantle | Brindo Quasp | Orla Vantle's mill, Orla’s hat, Vantle's. | Brindo Quasp's mill, Brindo’s hat, Quasp's.",
                "Orla Vantless | Brindo Quasp | It was Vantless' mill and Vantless's hat. | It was Quasp's mill and Quasp's hat.",
                "Orla Vantle | Brindo Quaspes | It was Vantle's mill. | It was Quaspes's mill.",
                "Orla Vantless | Brindo Quasp | We read 'Orla Vantless' aloud. | We read 'Brindo Quasp' aloud.",
                "Orla Vantle | Brindo Quasp | ORLA VANTLE WINS AGAIN | BRINDO QUASP WINS AGAIN",
                "Orla Vantle | Brindo Quasp | Look for orla vantle there. | Look for brindo quasp there.",
                "Orla Vantle | Brindo Quasp | so vantle said nothing | so quasp said nothing",
                "Ólra Vántle | Brindo Quasp | Here Olra Vantle and VÁNTLE met. | Here Brindo Quasp and QUASP met.",
                "Olra Vantle | Brindo Quasp | Here O\u0301lra and Va\u0301ntle met. | Here Brindo and Quasp met.",
                "Orla-Mae Vantle | Brindo Quasp | Orla Mae and Orla-Mae met. | Brindo and Brindo met.",
                "Orla Vantle-Ruhm | Brindo Quasp | Here Orla Vantle Ruhm, called Vantle-Ruhm. | Here Brindo Quasp, called Quasp.",
                "Orla Vantle | Brindo Quasp | Dr. Orla Vantle met Mrs. Vantle. | Dr. Brindo Quasp met Mrs. Quasp.",
                "Orla Vantle | Brindo Quaspes | The Vantles and Vantles' mill. | The Quaspeses and Quaspeses' mill.",
                "Orla Vantle | Brindo Quasp | President Vantle came. | President Quasp came.",
                "Orla Vantle | Brindo Quasp | See O. Vantle (here). | See B. Quasp (here).",
                "Orla Vantle | Brindo Quasp | See Vantle, Orla: letters. | See Quasp, Brindo: letters.",
                "Orla Vantle | Brindo Quasp | Now Orla B. C. Vantle came. | Now Brindo Quasp came.",
                "Orla Vantle | Brindo Quasp | Now Orla \"Mimble\" Vantle came; Mimble sat. | Now Brindo Quasp came; Brindo Quasp sat.",
                "Orla Mirel Vantle | Brindo Quasp | Orla Mirel Vantle, or Orla Vantle. | Brindo Quasp, or Brindo Quasp.",
                "Orla van Vantle | Brindo Quasp | Then van Vantle, or Vantle, sat. | Then Quasp, or Quasp, sat.",
                "Orla Vantle | Brindo van Quasp | Vantle sat, and Vantle stood. | Van Quasp sat, and van Quasp stood.",
                "O. B. Vantle | Brindo Quasp | Then O.B. Vantle sat with O. B. Vantle. | Then Brindo Quasp sat with Brindo Quasp.",
                "Ovantle | Brindo Quasp | Then Ovantle's mill. | Then Brindo Quasp's mill.",
                "Orla Vantle | Brindo | Then Orla and Vantle and Orla Vantle sat. | Then Brindo and Brindo and Brindo sat.",
                "Orla Vantle | Brindo Quasp | Orla Vantle, also known as Mimble, sat. Mimble stood. | Brindo Quasp, also known as Brindo Quasp, sat. Brindo Quasp stood.",
                "Orla Vantle | Brindo Quasp | Orlando, Vantlement and Orla. | Orlando, Vantlement and Brindo.",
                "Orla Vantle | Brindo Quasp | A\uD83D\uDE00Orla Vantle\uD83D\uDE00 sat. | A\uD83D\uDE00Brindo Quasp\uD83D\uDE00 sat.",
            })
    void personsAreReplacedInEveryForm(String original, String substitute, String before, String after) {
        assertEquals(after, replaced(Augmented.person(original), Augmented.person(substitute), before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ravenmoor | Quaspia | In RAVENMOOR and Ravenmoor's streets. | In QUASPIA and Quaspia's streets.",
                "River Mirel | River Quasp | The River Mirel is long; the Mirel is cold. | The River Quasp is long; the Quasp is cold.",
                "Lake Mirel | Quasp Lake | At Lake Mirel. | At Quasp Lake.",
                "France | Spain | In France, the French eat. | In Spain, the Spanish eat.",
            })
    void placesAreReplacedInEveryForm(String original, String substitute, String before, String after) {
        assertEquals(after, replaced(Augmented.place(original), Augmented.place(substitute), before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mirel Vantle Works | Quasp Brindo Yards | Mirel Vantle Works (MVW) and MVW. | Quasp Brindo Yards (QBY) and QBY.",
                "Vantle Inc. | Quasp Inc. | So Vantle Inc. grew, and Vantle sold. | So Quasp Inc. grew, and Quasp sold.",
                "University of Vantle | University of Quasp | At University of Vantle. | At University of Quasp.",
            })
    void organisationsAreReplacedInEveryForm(String original, String substitute, String before, String after) {
        assertEquals(after, replaced(organisation(original), organisation(substitute), before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Orla Vantle | Mimble | Orla Vantle was Mimble. | Brindo Quasp was Brindo Quasp.",
                "Orla Vantle | Tarn Welk | Orla Vantle was Tarn Welk, so Welk's. | Brindo Quasp was Brindo Quasp, so Quasp's.",
            })
    void aliasesAreReplaced(String original, String alias, String before, String after) {
        assertEquals(after, replaced(Augmented.person(original, alias), Augmented.person("Brindo Quasp"), before));
    }

    private static Entity organisation(String name) {
        return new Entity(name, EntityType.ORGANISATION, "", List.of());
    }

    private static String replaced(Entity original, Entity substitute, String text) {
        EntityNames names =
                OtherNames.with(EntityNames.of(original), TextWords.of(text)).orElseThrow();
        return new Rewriting(names, TextWords.of(text)).by(EntityNames.of(substitute));
    }
}
