package io.tiltmeter.dataset.suite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.SmallStack;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault is found, and a suite without faults has no finding. */
class SuiteLintTest {
    private static final List<SuiteItem> FAULTLESS =
            IntStream.range(0, 8).mapToObj(i -> Items.clean("r" + i)).toList();

    @Test
    void faultlessSuiteHasNoFinding() {
        assertEquals(List.of(), lint(FAULTLESS).findings());
        assertEquals(8, lint(FAULTLESS).rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Osk ", "Osk-Tel ", "born Osk Tel Osk "})
    void contextsThatIntroduceAPersonByManyNamesAreRead(String names) {
        SuiteItem item = Items.of(
                "long", "Varn, born " + names.repeat(100_000) + "wrote it.", "Who wrote it?", "Varn", "Bela Lind");
        List<Finding> findings = new ArrayList<>();
        SmallStack.run(() -> new OtherNameGiven().look(ReadItem.of(0, item), findings::add));
        assertEquals(1, findings.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    Varn lies by the sea. | Where is Varn? | Osk | Tel | context_answer_absent | ERROR
                    Varn moved from Tel to Osk. | Where is Varn? | Osk | Tel | memory_answer_in_context | WARNING
                    Varn moved from T\u00c9L to Osk. | Where is Varn? | Osk | Tel | memory_answer_in_context | WARNING
                    Varn moved from Tel to Osk. | Where is Varn? | Osk | Bry (old); Tel (new) | memory_alias_in_context | WARNING
                    Ada Osk wrote it. Varn\u2019s big break came late. | Who wrote it? | Ada Osk | Bela Varn | memory_part_in_context | ERROR
                    Ada Osk, a son of Samuel Clemens, wrote it. | Who wrote it? | Ada Osk | Mark Twain | memory_known_name_in_context | ERROR
                    Bo Lind, better known as Ada Osk, wrote it. | Who wrote it? | Ada Osk | Bela Varn | other_name_told | WARNING
                    Varn is in New Osk. | Where is Varn? | New Osk | Osk | answer_in_answer | ERROR
                    Varn is in Osk. | Where is Varn? | Osk | Osk | answer_in_answer | ERROR
                    Varn is in Huluosk. | Where is Varn? | Huluosk | Osk | answer_in_answer_word | WARNING
                    Varn is in Osk. | Where in Osk is Varn? | Osk | Tel | context_answer_in_question | WARNING
                    Varn is in Osk. | Is Varn in Tel? | Osk | Tel | memory_answer_in_question | WARNING
                    Varn is in Osk. | Where is Telia? | Osk | Tel | memory_answer_in_question_word | WARNING
                    Osk found it. | Who found the Varn model? | Osk | Bela Varn | memory_part_in_question | WARNING
                    Varn is in Osk. | Where is Varn? | Osk | Tel (old); Bry (new) | note_or_list_as_answer | ERROR
                    Varn is in Osk. | Where is Varn? | Osk | Tel, Bryland | comma_in_answer | WARNING
                    In 2031, Varn moved to Osk. | Where is Varn? | Osk | Tel | future_year | WARNING
                    In the late 2020s Varn moved to Osk. | Where is Varn? | Osk | Tel | future_decade | WARNING
                    Varn is  in Osk. | Where is Varn? | Osk | Tel | repeated_spaces | WARNING
                    ^ Varn is in Osk.^ | Where is Varn? | Osk | Tel | outer_spaces | WARNING
                    Varn\u00c3\u00a9 is in Osk. | Where is it? | Osk | Tel | damaged_text | WARNING
                    """)
    void faultOfARowIsFound(
            String context, String question, String answer, String memory, String check, Severity severity) {
        List<SuiteItem> items = new ArrayList<>(FAULTLESS);
        items.add(3, Items.of("bad", context, question, answer, memory));
        LintReport report = lint(items);
        List<Finding> findings = report.of(check);
        assertEquals(1, findings.size(), report.findings().toString());
        assertEquals(List.of(3), findings.get(0).rows());
        assertEquals(severity, findings.get(0).severity());
        assertEquals(new LintReport.Count(severity, 1, 1), report.counts().get(check));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    The 2,030 people of Varn are in Osk. | Osk | Tel
                    In 2019 Varn, route E2031, grew by 2031.5 m to Osk. | Osk | Tel
                    A village by the river is now Osk. | Osk | Tel River
                    They walk 2,000 km to Osk. | Osk | 21,000 km
                    Varn is in Telford, not far from Osk. | Osk | Tel
                    """)
    void harmlessRowHasNoFinding(String context, String answer, String memory) {
        assertEquals(
                List.of(),
                lint(List.of(Items.of("a", context, "Where is it?", answer, memory)))
                        .findings());
    }

    @Test
    void partOfAMemoryAnswerIsAWarningWhereContextsKeepTheWholeOnPurpose() {
        List<SuiteItem> items = List.of(
                Items.of("a", "From Tel they moved to Osk.", "Where is a?", "Osk", "Tel"),
                Items.of("b", "From Bry they moved to Lim.", "Where is b?", "Lim", "Bry"),
                Items.of("c", "From Varn they moved to Gond.", "Where is c?", "Gond", "Bela Varn"));
        assertEquals(
                Severity.WARNING,
                lint(items).of("memory_part_in_context").get(0).severity());
    }

    @Test
    void exactDuplicateNamesBothRows() {
        List<SuiteItem> items = new ArrayList<>(FAULTLESS);
        items.add(FAULTLESS.get(2));
        items.add(FAULTLESS.get(2));
        LintReport report = lint(items);
        assertEquals(
                List.of(List.of(2, 8), List.of(2, 9)),
                report.of("exact_duplicate").stream().map(Finding::rows).toList());
        assertEquals(List.of(), report.of("near_duplicate"));
        assertEquals(new LintReport.Count(Severity.ERROR, 2, 3), report.counts().get("exact_duplicate"));
        assertTrue(report.errors() >= 2);
    }

    @Test
    void questionRepeatedMoreOftenThanUsualIsFound() {
        List<SuiteItem> items = new ArrayList<>(FAULTLESS);
        items.add(Items.of("again", "It is in Bry.", "where is the MARKET of region r1", "Bry", "Tel"));
        assertEquals(List.of(1, 8), lint(items).of("repeated_question").get(0).rows());
    }

    @Test
    void designOfFiveRowsAQuestionIsNeitherRepetitionNorFindingAndASixthIs() {
        List<SuiteItem> items = new ArrayList<>();
        for (int question = 0; question < 4; question++) {
            for (String name : List.of("Osk", "Bry", "Lim", "Gond", "Ruv")) {
                items.add(Items.of(
                        question + name,
                        name + " built tower " + question + ".",
                        "Who built " + question + "?",
                        name,
                        "Tel"));
            }
        }
        LintReport report = lint(items);
        assertEquals(List.of(), report.of("repeated_question"));
        assertEquals(List.of(), report.of("clusters"));
        items.add(Items.of("0Wend", "Wend built tower 0.", "Who built 0?", "Wend", "Tel"));
        assertEquals(
                "21 rows are 4 clusters: 3 of size 5, 1 of size 6",
                lint(items).of("clusters").get(0).text());
    }

    @Test
    void overlapDistinguishesRowsAndQuestions() {
        SuiteItem same = FAULTLESS.get(1);
        SuiteItem other = Items.of("x", "It is in Bry.", FAULTLESS.get(4).question(), "Bry", "Tel");
        LintSettings settings =
                LintSettings.standard().withOtherSuites(List.of(new OtherSuite("cf_other", List.of(same, other))));
        LintReport report = SuiteLint.lint(FAULTLESS, settings);
        assertEquals(List.of(1), report.of("overlap_items").get(0).rows());
        assertEquals(List.of(4), report.of("overlap_questions").get(0).rows());
        assertTrue(report.of("overlap_items").get(0).text().contains("1 of 8 rows are word for word in cf_other"));
    }

    @Test
    void pronounsAreComparedWithThoseOfOtherContextsOfTheName() {
        List<SuiteItem> items = List.of(
                Items.of("a", "Osk had her way; she sang and she danced.", "Who sang?", "Osk", "Tel"),
                Items.of("b", "Lim had his way; he sat and he ruled.", "Who ruled?", "Lim", "Bry"),
                Items.of("c", "Bry had her way; she ran and she flew.", "Who flew?", "Bry", "Gond"));
        assertEquals(List.of(2), lint(items).of("unfitting_pronoun").get(0).rows());
        assertEquals(1, lint(items).of("unfitting_pronoun").size());
    }

    @Test
    void knownNamesAndYearOfTheSettingsApply() {
        List<SuiteItem> items = List.of(Items.of("a", "In 2031 Gond came to Osk.", "Who?", "Osk", "Tel"));
        LintSettings settings = LintSettings.standard()
                .withLastKnownYear(2031)
                .withKnownNames(KnownNames.builtIn().with(Map.of("TEL", List.of("Bela Gond"))));
        LintReport report = SuiteLint.lint(items, settings);
        assertEquals(List.of(), report.of("future_year"));
        assertEquals(
                List.of(0), report.of("memory_known_name_in_context").get(0).rows());
    }

    private static LintReport lint(List<SuiteItem> items) {
        return SuiteLint.lint(items, LintSettings.standard());
    }
}
