package io.tiltmeter.results.application.run;

import io.tiltmeter.results.application.run.SeriesQuery.Items;
import java.util.List;

/**
 * What a curve shows of its conflict suite, and what it could show.
 *
 * @param scorer the rule that judged
 * @param arm how the suite was put to the model
 * @param items which items count
 * @param scorers all that can be shown, the default one first
 * @param arms all that can be shown, the main one first
 * @param knowledge whether it is known which items the base model knows
 */
public record ShownSeries(
        String scorer, String arm, Items items, List<String> scorers, List<String> arms, boolean knowledge) {}
