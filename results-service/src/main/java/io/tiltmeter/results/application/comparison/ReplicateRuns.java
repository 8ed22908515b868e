package io.tiltmeter.results.application.comparison;

import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.replicate.ReplicateCurves;
import io.tiltmeter.results.verdict.Verdict;
import java.util.List;

/**
 * Several runs of one condition.
 *
 * @param suite the knowledge-conflict suite
 * @param runs in the order of the query
 * @param verdicts of the runs on that suite, each by its own windows, in the same order
 * @param curves between windows that are the same for all
 * @param settings how the settings of the runs differ
 * @param warnings what to know before the figures are believed, in sentences
 */
public record ReplicateRuns(
        String suite,
        List<ScoredRun> runs,
        List<Verdict> verdicts,
        ReplicateCurves curves,
        SettingDifferences settings,
        List<String> warnings) {}
