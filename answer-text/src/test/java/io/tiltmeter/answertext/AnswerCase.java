package io.tiltmeter.answertext;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and an answer that stands in it or does not, as a reader takes it. The table {@code answers.tsv} is a test of every
 * module that looks for answers.
 *
 * @param kind what the case is about
 * @param found whether the answer or an alias stands in the text
 */
public record AnswerCase(String kind, boolean found, String text, String answer, List<String> aliases) {

    /** All cases, as they are written in the table. */
    public static List<AnswerCase> all() {
        return CaseTable.rows("/answers.tsv").stream().map(AnswerCase::of).toList();
    }

    private static AnswerCase of(List<String> row) {
        boolean found = row.get(1).equals("found");
        if (!found && !row.get(1).equals("absent")) {
            throw new IllegalArgumentException("a case is found or absent, not " + row);
        }
        return new AnswerCase(row.get(0), found, row.get(2), row.get(3), CaseTable.spellings(row, 4));
    }

    /** This case, and the same with either side in other Unicode forms, which makes no difference. */
    public List<AnswerCase> inEveryForm() {
        List<AnswerCase> forms = new ArrayList<>(List.of(this));
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            forms.add(new AnswerCase(kind, found, Normalizer.normalize(text, form), answer, aliases));
            forms.add(new AnswerCase(
                    kind,
                    found,
                    text,
                    Normalizer.normalize(answer, form),
                    aliases.stream()
                            .map(alias -> Normalizer.normalize(alias, form))
                            .toList()));
        }
        return forms;
    }
}
