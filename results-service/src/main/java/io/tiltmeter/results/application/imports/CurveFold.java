package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedPoint;
import io.tiltmeter.results.imports.ImportedPoint.Bounds;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.ImportedScores;
import io.tiltmeter.results.persistence.ImportedScores.Row;
import io.tiltmeter.results.persistence.ScoreRow.Bounded;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Stores an imported curve: a row a checkpoint for its conflict suite, and one for each benchmark beside it. */
@Singleton
public class CurveFold {
    private static final String ENGINE = "imported curve";

    private final ImportedScores scores;
    private final ImportStore imports;

    public CurveFold(ImportedScores scores, ImportStore imports) {
        this.scores = scores;
        this.imports = imports;
    }

    void store(Handle handle, RunImported news, Curve curve) {
        String suite = news.part();
        List<Row> rows = new ArrayList<>();
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (ImportedPoint point : curve.points()) {
            rows.add(conflict(news, suite, point));
            point.standard().forEach((benchmark, share) -> rows.add(standard(news, suite, benchmark, share, point)));
            point.trainingLossNats().ifPresent(loss -> losses.put(point.step(), loss));
        }
        scores.store(handle, news, rows);
        imports.storeLosses(handle, news, losses);
    }

    private static Row conflict(RunImported news, String suite, ImportedPoint point) {
        return new Row(
                point.step(),
                suite,
                suite,
                SuiteKind.KNOWLEDGE_CONFLICT,
                ImportedSeries.ARM,
                ImportedSeries.SCORER,
                point.items().orElse(0),
                point.epochs().orElse(0.0),
                Optional.of(bounded(point.counterfactual(), point.counterfactualInterval())),
                point.parametric().map(value -> bounded(value, point.parametricInterval())),
                Optional.empty(),
                new TreeMap<>(),
                news.file().sha256(),
                true,
                ENGINE,
                "",
                news.importedAt());
    }

    private static Row standard(RunImported news, String suite, String benchmark, double share, ImportedPoint point) {
        String id = ImportedSeries.idOf(benchmark, Set.of(suite));
        return new Row(
                point.step(),
                id,
                benchmark,
                SuiteKind.STANDARD,
                ImportedSeries.ARM,
                id,
                0,
                point.epochs().orElse(0.0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(bounded(share, Optional.empty())),
                new TreeMap<>(),
                news.file().sha256(),
                true,
                ENGINE,
                "",
                news.importedAt());
    }

    private static Bounded bounded(double value, Optional<Bounds> bounds) {
        return new Bounded(value, bounds.map(Bounds::low), bounds.map(Bounds::high));
    }
}
