package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;

/** An article of SQuAD: every question of every paragraph is a row; one that is unfit spoils no other. */
final class SquadArticleRows implements SourceShape.Mapping {
    @Override
    public void map(JsonNode article, RowCollector rows) {
        int paragraphIndex = 0;
        for (JsonNode paragraph : article.path("paragraphs")) {
            int questionIndex = 0;
            for (JsonNode question : paragraph.path("qas")) {
                try {
                    SquadRows.question(question, Texts.required(paragraph, "context"), rows);
                } catch (UnfitRow e) {
                    rows.unfit("paragraphs[" + paragraphIndex + "].qas[" + questionIndex + "]: " + e.getMessage());
                }
                questionIndex++;
            }
            paragraphIndex++;
        }
    }
}
