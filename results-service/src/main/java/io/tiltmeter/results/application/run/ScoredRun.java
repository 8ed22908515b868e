package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run with everything scored so far.
 *
 * @param run its newest state
 * @param conflictSuite the knowledge-conflict suite that the curve shows; empty if the run has none
 * @param series every series of the run
 * @param shown the series of that suite that the curve shows
 * @param selected the items that count, where not all do
 * @param checkpoints saved, by ascending step
 * @param importedLosses training losses by step, in nats per token, that were imported with a curve
 * @param scores one series of every suite of the run, by ascending step
 */
public record ScoredRun(
        StoredRun run,
        SuiteNames names,
        Optional<String> conflictSuite,
        RunSeries series,
        Optional<SelectedSeries> shown,
        Optional<SelectedItems> selected,
        List<CheckpointReady> checkpoints,
        SortedMap<Integer, Double> importedLosses,
        List<StoredScore> scores,
        Curve curve) {

    /** Whether scores are still missing, so that a verdict may change. */
    public boolean isProvisional() {
        RunStatus status = run.state().status();
        Set<Integer> expected =
                checkpoints.stream().map(CheckpointReady::step).collect(Collectors.toCollection(TreeSet::new));
        if (status == RunStatus.COMPLETED) {
            expected.addAll(run.state().plannedCheckpoints());
        }
        Set<Integer> complete = curve.points().stream()
                .filter(CurvePoint::complete)
                .map(CurvePoint::step)
                .collect(Collectors.toSet());
        return !status.isFinal() || !complete.containsAll(expected);
    }

    /** What was not measured alike all along the curve. */
    public List<MeasurementChange> measurementChanges() {
        return MeasurementChange.of(
                scores.stream()
                        .filter(score -> !names.conflict().contains(nameOf(score)) || isShown(score))
                        .toList(),
                this::nameOf);
    }

    public Optional<CheckpointReady> checkpoint(int step) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.step() == step)
                .findFirst();
    }

    /** The training loss at a step, in nats per token; empty at step 0, where nothing was trained. */
    public Optional<Double> trainingLossNats(int step) {
        return checkpoint(step)
                .filter(checkpoint -> step > 0)
                .map(CheckpointReady::lossNats)
                .or(() -> Optional.ofNullable(importedLosses.get(step)));
    }

    /** Passes over the mixture at a scored step. */
    public double epochs(int step) {
        return scores.stream()
                .filter(score -> score.score().step() == step)
                .mapToDouble(StoredScore::epochs)
                .max()
                .orElse(0);
    }

    public Optional<StoredScore> score(String name, int step) {
        return scores.stream()
                .filter(score -> score.score().step() == step && name.equals(nameOf(score)))
                .findFirst();
    }

    /** Whether a score is of the knowledge-conflict suite that the curve shows. */
    public boolean isShown(StoredScore score) {
        return conflictSuite.filter(nameOf(score)::equals).isPresent();
    }

    /** The scores of the series that the curve shows, by ascending step. */
    public Stream<StoredScore> shownScores() {
        return scores.stream().filter(this::isShown);
    }

    /**
     * Whether the curve was imported without items and the import says that every checkpoint answered the same ones. Without
     * that it is not known, and the checkpoints are taken for independent samples of items.
     */
    public boolean sameItems() {
        return shownScores().findAny().isPresent() && shownScores().allMatch(StoredScore::sameItems);
    }

    /**
     * The answers along the run in the series that is shown: of the items that count, at every scored step; empty if nothing
     * of it is scored item by item.
     *
     * @param shares the numbers of its evaluations, by their ids
     */
    Optional<ItemHistory> history(Map<Long, ItemShares> shares) {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        shownScores()
                .forEach(score -> Optional.ofNullable(shares.get(score.evaluationId()))
                        .map(all ->
                                selected.map(some -> all.only(some.itemIds())).orElse(all))
                        .ifPresent(some -> byStep.put(score.score().step(), some)));
        return byStep.isEmpty() ? Optional.empty() : Optional.of(ItemHistory.of(byStep));
    }

    ItemSelection.Suite suite(String name) {
        return new ItemSelection.Suite(run.state().runId(), name, names.id(name), series, scores);
    }

    public String nameOf(StoredScore score) {
        return names.byId().get(score.suiteId());
    }
}
