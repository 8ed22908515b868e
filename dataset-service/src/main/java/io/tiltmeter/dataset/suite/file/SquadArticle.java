package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** An article of SQuAD as released: {@code title, paragraphs[{context, qas[{id, question, answers, is_impossible}]}]}. */
final class SquadArticle {
    private SquadArticle() {}

    /** One row a question, with the columns of SQuAD's flat form. */
    static void rows(long line, String place, JsonNode article, Deque<RowReading> rows) {
        JsonNode paragraphs = article.path("paragraphs");
        for (int p = 0; p < paragraphs.size(); p++) {
            String paragraphPlace = place + ".paragraphs[" + p + "]";
            JsonNode paragraph = paragraphs.get(p);
            JsonNode questions = paragraph.path("qas");
            if (!questions.isArray() || !paragraph.path("context").isTextual()) {
                rows.add(new RowReading.Rejected(new RowFault(
                        line, paragraphPlace, "a paragraph of SQuAD has a text \"context\" and a list \"qas\"")));
                continue;
            }
            for (int q = 0; q < questions.size(); q++) {
                rows.add(question(line, paragraphPlace + ".qas[" + q + "]", article, paragraph, questions.get(q)));
            }
        }
    }

    private static RowReading question(
            long line, String place, JsonNode article, JsonNode paragraph, JsonNode question) {
        RowReading row = JsonRows.row(line, place, question);
        if (!(row instanceof RowReading.Read read)) {
            return row;
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>(read.row().fields());
        fields.put("context", paragraph.get("context"));
        if (article.path("title").isTextual()) {
            fields.put("title", article.get("title"));
        }
        return new RowReading.Read(new SourceRow(line, place, fields));
    }
}
