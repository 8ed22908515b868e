package io.tiltmeter.results.application.run;

import io.tiltmeter.results.application.run.SeriesQuery.Items;
import java.util.List;

/**
 * The series of a conflict suite that a curve shows, and those that it could show.
 *
 * @param scorer the rule that judged
 * @param arm how the suite was prompted
 * @param scorers all that can be shown, the default one first
 * @param arms all that can be shown, the main one first
 * @param knowledge whether it is known which items the base model knows
 */
public record SelectedSeries(
        String scorer, String arm, Items items, List<String> scorers, List<String> arms, boolean knowledge) {}
