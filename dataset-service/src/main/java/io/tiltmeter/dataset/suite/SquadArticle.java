package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.RowFault;
import java.util.Queue;

/** An article of SQuAD as released: {@code title, paragraphs[{context, qas[{id, question, answers, is_impossible}]}]}. */
final class SquadArticle {
    private SquadArticle() {}

    static boolean is(JsonNode element) {
        return element.path("paragraphs").isArray();
    }

    /** One row a question, with the columns of SQuAD's flat form. */
    static void questions(FileRow.Read article, Queue<FileRow> rows) {
        JsonNode paragraphs = article.value().path("paragraphs");
        JsonNode title = article.value().path("title");
        for (int p = 0; p < paragraphs.size(); p++) {
            String path = article.path() + ".paragraphs[" + p + "]";
            JsonNode paragraph = paragraphs.get(p);
            JsonNode questions = paragraph.path("qas");
            if (!questions.isArray() || !paragraph.path("context").isTextual()) {
                rows.add(new FileRow.Rejected(new RowFault(
                        article.line(), path, "a paragraph of SQuAD has a text \"context\" and a list \"qas\"")));
                continue;
            }
            for (int q = 0; q < questions.size(); q++) {
                JsonNode question = questions.get(q).deepCopy();
                if (question instanceof ObjectNode row) {
                    row.set("context", paragraph.get("context"));
                    if (title.isTextual()) {
                        row.set("title", title);
                    }
                }
                rows.add(new FileRow.Read(article.line(), path + ".qas[" + q + "]", question, 0));
            }
        }
    }
}
