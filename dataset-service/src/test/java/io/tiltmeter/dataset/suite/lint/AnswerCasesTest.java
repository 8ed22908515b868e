package io.tiltmeter.dataset.suite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.answertext.AnswerCase;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lint finds an answer in a context exactly where the scorers find it in a generated text. */
class AnswerCasesTest {
    static List<AnswerCase> cases() {
        return AnswerCase.all().stream()
                .filter(written ->
                        !written.text().isBlank() && !written.answer().isBlank())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aContextAnswerIsAbsentWhereNoScorerFindsIt(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            List<Finding> absent = lint(form.text(), form.answer(), form.aliases(), "Tel", List.of())
                    .of("context_answer_absent");
            assertEquals(form.found(), absent.isEmpty(), form::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aMemoryAnswerIsInTheContextWhereAScorerFindsIt(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            LintReport report = lint(form.text(), "Osk", List.of(), form.answer(), form.aliases());
            int found = report.of("memory_answer_in_context").size()
                    + report.of("memory_alias_in_context").size();
            assertEquals(form.found() ? 1 : 0, found, form::toString);
        }
    }

    private static LintReport lint(
            String context, String answer, List<String> aliases, String memory, List<String> memoryAliases) {
        SuiteItem item =
                Items.of("a", context, "Which one is it?", answer, memory).withAliases(aliases, memoryAliases);
        return SuiteLint.lint(List.of(item), LintSettings.standard());
    }
}
