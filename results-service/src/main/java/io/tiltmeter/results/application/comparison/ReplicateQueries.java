package io.tiltmeter.results.application.comparison;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.replicate.ReplicateCurves;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads several runs as replicates of one condition. */
@Singleton
public class ReplicateQueries {
    private final ComparisonQueries comparisons;
    private final VerdictQueries verdicts;

    ReplicateQueries(ComparisonQueries comparisons, VerdictQueries verdicts) {
        this.comparisons = comparisons;
        this.verdicts = verdicts;
    }

    /**
     * Reads runs.
     *
     * @param runIds at least two
     * @param query without a suite, the first conflict suite that all of them have
     * @throws io.tiltmeter.servicekit.rest.NotFound naming all unknown runs
     * @throws InvalidRequest with every reason why their drops are not of one kind
     */
    public ReplicateRuns read(List<String> runIds, SeriesQuery query) {
        ComparedRuns compared = comparisons.read(runIds, query);
        Map<String, ItemHistory> histories = histories(compared);
        ReplicateFaults.check(compared, histories);
        ReplicateCurves curves = ReplicateCurves.of(List.copyOf(histories.values()), ClusterBootstrap.STANDARD)
                .orElseThrow(() -> new InvalidRequest(List.of(new Fault(
                        "runs",
                        String.join(",", runIds),
                        "have fewer than two questions that all of them answered at the peak and at the end",
                        "compare runs that were evaluated on the same items"))));
        SettingDifferences settings = SettingDifferences.of(compared.runs());
        List<String> warnings = new ArrayList<>(settings.warnings());
        compared.runs().stream()
                .filter(ScoredRun::isProvisional)
                .map(run -> "run " + ComparedRuns.id(run) + " is not scored to its end, so the figures may change")
                .forEach(warnings::add);
        return new ReplicateRuns(
                compared.suite(),
                compared.runs(),
                compared.runs().stream()
                        .map(run -> verdicts.judge(run).orElseThrow())
                        .toList(),
                curves,
                settings,
                warnings);
    }

    /** Of the runs that have items, in their order, at the checkpoints that are scored on every suite. */
    private static Map<String, ItemHistory> histories(ComparedRuns compared) {
        Map<String, ItemHistory> histories = new LinkedHashMap<>();
        for (ScoredRun run : compared.runs()) {
            Optional.ofNullable(compared.histories().get(ComparedRuns.id(run)))
                    .map(history -> history.at(run.curve().completePoints().stream()
                            .map(CurvePoint::step)
                            .collect(Collectors.toSet())))
                    .filter(history -> history.checkpoints() > 0)
                    .ifPresent(history -> histories.put(ComparedRuns.id(run), history));
        }
        return histories;
    }
}
