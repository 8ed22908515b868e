package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.harness.HarnessFile;
import io.tiltmeter.results.harness.HarnessTask;
import io.tiltmeter.results.harness.HarnessTask.Accuracy;
import io.tiltmeter.results.persistence.ImportedScoreRepository.ImportedScore;
import io.tiltmeter.results.persistence.ImportedScoreRepository.Measured;
import io.tiltmeter.results.persistence.StoredSeries;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks of a results file as scores: of the run's own suite of that task, where it has one. */
final class HarnessScores {
    /** Half the width of a 95 % interval of a normal estimate, in standard errors. */
    private static final double NORMAL_95 = 1.959963984540054;

    private final List<SuiteRef> declared;
    private final Collection<StoredSeries> stored;
    private final HarnessFile file;
    private final int step;
    private final Instant readAt;

    /**
     * @param declared the run's own suites
     * @param stored its series so far
     * @param readAt when the numbers were computed, if the file does not say
     */
    HarnessScores(
            List<SuiteRef> declared, Collection<StoredSeries> stored, HarnessFile file, int step, Instant readAt) {
        this.declared = declared;
        this.stored = stored;
        this.file = file;
        this.step = step;
        this.readAt = readAt;
    }

    static String engine(HarnessFile file) {
        return "imported lm-evaluation-harness " + file.writtenBy();
    }

    ImportedScore score(HarnessTask task) {
        Optional<SuiteRef> own = declared.stream()
                .filter(suite ->
                        suite.kind() == SuiteKind.STANDARD && suite.task().equals(task.name()))
                .findFirst();
        Set<String> taken = declared.stream().map(SuiteRef::suiteId).collect(Collectors.toSet());
        String suiteId = own.map(SuiteRef::suiteId).orElseGet(() -> ImportedNames.idOf(task.name(), taken));
        String scorer = stored.stream()
                .filter(series -> series.suiteId().equals(suiteId))
                .map(StoredSeries::scorer)
                .sorted()
                .findFirst()
                .orElse(suiteId);
        Optional<Double> value = task.accuracy().map(Accuracy::value);
        Optional<Double> reach =
                task.accuracy().flatMap(Accuracy::standardError).map(error -> NORMAL_95 * error);
        return new ImportedScore(
                step,
                suiteId,
                task.name(),
                SuiteKind.STANDARD,
                task.shots().isPresent() ? task.shots().getAsInt() + "-shot" : ImportedNames.ARM,
                own.isPresent() ? scorer : suiteId,
                task.items().orElse(0),
                0,
                new Measured(
                        Optional.empty(),
                        Optional.empty(),
                        value.map(share -> new Bounded(
                                share,
                                reach.map(width -> Math.max(0, share - width)),
                                reach.map(width -> Math.min(1, share + width)))),
                        task.metrics()),
                task.version().isBlank() ? "task of no stated version" : "task version " + task.version(),
                value.isPresent() && !task.part(),
                engine(file),
                file.modelSha(),
                file.writtenAt().orElse(readAt));
    }
}
