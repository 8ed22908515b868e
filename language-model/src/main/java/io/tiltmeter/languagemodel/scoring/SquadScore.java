package io.tiltmeter.languagemodel.scoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Agreement of an answer with the best of several correct ones, as SQuAD's two scoring scripts compute it. They differ only
 * where one side is empty after {@link SquadAnswer#normalize}.
 *
 * @param exactMatch 1 if it is one of them, else 0
 * @param f1OfVersion1 harmonic mean of precision and recall over words; 0 if no word is shared
 * @param f1OfVersion2 the same, but 1 if both sides are empty and 0 if one is
 */
public record SquadScore(int exactMatch, double f1OfVersion1, double f1OfVersion2) {

    /**
     * @param rightAnswers at least one
     * @throws IllegalArgumentException if there is none
     */
    public static SquadScore of(String prediction, List<String> rightAnswers) {
        if (rightAnswers.isEmpty()) {
            throw new IllegalArgumentException("there is no right answer to compare '" + prediction + "' with");
        }
        SquadScore best = new SquadScore(0, 0, 0);
        String said = SquadAnswer.normalize(prediction);
        for (String right : rightAnswers) {
            SquadScore score = of(said, SquadAnswer.normalize(right));
            best = new SquadScore(
                    Math.max(best.exactMatch, score.exactMatch),
                    Math.max(best.f1OfVersion1, score.f1OfVersion1),
                    Math.max(best.f1OfVersion2, score.f1OfVersion2));
        }
        return best;
    }

    private static SquadScore of(String said, String right) {
        int exactMatch = said.equals(right) ? 1 : 0;
        if (said.isEmpty() || right.isEmpty()) {
            return new SquadScore(exactMatch, 0, exactMatch);
        }
        double f1 = f1(said.split(" "), right.split(" "));
        return new SquadScore(exactMatch, f1, f1);
    }

    private static double f1(String[] said, String[] right) {
        Map<String, Integer> open = new HashMap<>();
        for (String word : right) {
            open.merge(word, 1, Integer::sum);
        }
        int shared = 0;
        for (String word : said) {
            if (open.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        if (shared == 0) {
            return 0;
        }
        double precision = (double) shared / said.length;
        double recall = (double) shared / right.length;
        return 2 * precision * recall / (precision + recall);
    }
}
