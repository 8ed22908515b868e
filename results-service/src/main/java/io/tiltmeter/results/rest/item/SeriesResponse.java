package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.application.item.FlipQueries.Answers;
import io.tiltmeter.results.application.run.SelectedSeries;
import java.util.Optional;

/**
 * The series whose items are shown.
 *
 * @param suite the knowledge-conflict suite
 * @param scorer the rule that judged its answers
 * @param arm how it was prompted
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param slice the slice whose items count; absent if all do
 */
public record SeriesResponse(
        String runId,
        String runName,
        String suite,
        String scorer,
        String arm,
        String itemFilter,
        Optional<String> slice) {
    static SeriesResponse of(Answers answers, Optional<String> slice) {
        SelectedSeries shown = answers.run().shown().orElseThrow();
        RunUpdated run = answers.run().run().state();
        return new SeriesResponse(
                run.runId(),
                run.runName(),
                answers.suite(),
                shown.scorer(),
                shown.arm(),
                shown.items().id(),
                slice);
    }
}
