package io.tiltmeter.results.slice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.answertext.AnswerCase;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slice holds the items whose context has the memory answer exactly where the scorers would find it. */
class AnswerCasesTest {
    static List<AnswerCase> cases() {
        return AnswerCase.all().stream()
                .filter(written ->
                        !written.text().isBlank() && !written.answer().isBlank())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theMemoryAnswerIsInTheContextWhereAScorerFindsIt(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            SuiteItem item = new SuiteItem(
                    "i", "c", form.text(), "Which?", "Osk", form.answer(), List.of(), form.aliases(), List.of());
            Slice expected = Slice.of("memory_in_context:" + (form.found() ? "yes" : "no"));
            assertEquals(
                    Set.of("i"),
                    SuiteSlices.of(List.of(item), Map.of()).items(expected).orElse(null),
                    form::toString);
        }
    }
}
