package io.tiltmeter.results.api.imports;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.harness.HarnessTask;
import io.tiltmeter.results.harness.HarnessTask.Accuracy;
import io.tiltmeter.results.store.ImportStore.Row;
import io.tiltmeter.results.store.StoredSeries;
import io.tiltmeter.servicekit.artifact.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns the tasks of a file into points of suites: of a run's own suite of that task, where it has one. */
final class ImportRows {
    /** Half the width of a 95 % interval of a normal estimate, in standard errors. */
    private static final double NORMAL_95 = 1.959963984540054;

    private static final int HASH_DIGITS = 6;
    private static final int LONGEST_STEM = 50;

    private final List<SuiteRef> declared;
    private final Collection<StoredSeries> stored;

    /**
     * @param declared the run's own suites
     * @param stored its series so far
     */
    ImportRows(List<SuiteRef> declared, Collection<StoredSeries> stored) {
        this.declared = declared;
        this.stored = stored;
    }

    Row row(HarnessTask task) {
        Optional<SuiteRef> own = declared.stream()
                .filter(suite ->
                        suite.kind() == SuiteKind.STANDARD && suite.task().equals(task.name()))
                .findFirst();
        String suiteId = own.map(SuiteRef::suiteId).orElseGet(() -> idOf(task.name()));
        String scorer = stored.stream()
                .filter(series -> series.suiteId().equals(suiteId))
                .map(StoredSeries::scorer)
                .sorted()
                .findFirst()
                .orElse(suiteId);
        Optional<Double> value = task.accuracy().map(Accuracy::value);
        Optional<Double> reach =
                task.accuracy().flatMap(Accuracy::standardError).map(error -> NORMAL_95 * error);
        return new Row(
                suiteId,
                task.name(),
                task.shots().isPresent() ? task.shots().getAsInt() + "-shot" : "imported",
                own.isPresent() ? scorer : suiteId,
                task.items().orElse(0),
                value,
                reach.map(width -> Math.max(0, value.orElseThrow() - width)),
                reach.map(width -> Math.min(1, value.orElseThrow() + width)),
                task.metrics(),
                task.version().isBlank() ? "task of no stated version" : "task version " + task.version(),
                value.isPresent() && !task.part());
    }

    /** A suite id of a task's name: the name itself if it can be one and no suite of the run has it. */
    private String idOf(String task) {
        boolean free = declared.stream().noneMatch(suite -> suite.suiteId().equals(task));
        if (free && Id.FORM.matcher(task).matches()) {
            return task;
        }
        String stem =
                task.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-").replaceAll("^[^a-z0-9]+", "");
        return (stem.isEmpty() ? "task" : stem.substring(0, Math.min(stem.length(), LONGEST_STEM))) + "-"
                + Sha256.of(task).substring(0, HASH_DIGITS);
    }
}
