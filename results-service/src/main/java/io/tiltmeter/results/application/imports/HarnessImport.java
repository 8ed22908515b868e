package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.application.imports.ImportView.ImportedTask;
import io.tiltmeter.results.harness.HarnessFile;
import io.tiltmeter.results.harness.HarnessReader;
import io.tiltmeter.results.harness.HarnessTask;
import io.tiltmeter.results.persistence.EvaluationStore;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.ImportedScores;
import io.tiltmeter.results.persistence.ImportedScores.Row;
import io.tiltmeter.results.persistence.ImportedScores.Standing;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.ScoreRow.Bounded;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Brings other people's results into a run: all of a file, or nothing. */
@Singleton
public class HarnessImport {
    private static final int MAX_NAMED = 10;
    private static final int HASH_DIGITS = 12;

    private final Transactions transactions;
    private final RunStore runs;
    private final EvaluationStore evaluations;
    private final ImportStore imports;
    private final ImportedScores scores;
    private final ImportNews news;

    public HarnessImport(
            Transactions transactions,
            RunStore runs,
            EvaluationStore evaluations,
            ImportStore imports,
            ImportedScores scores,
            ImportNews news) {
        this.transactions = transactions;
        this.runs = runs;
        this.evaluations = evaluations;
        this.imports = imports;
        this.scores = scores;
        this.news = news;
    }

    /**
     * Takes a file.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with everything that is wrong with it
     * @throws Conflict if other numbers stand where its numbers would stand
     */
    public ImportView take(byte[] json, ImportQuery query) {
        HarnessFile file = HarnessReader.read(json);
        int step = query.step(file);
        String sha256 = Sha256.of(json);
        return transactions.run(handle -> {
            imports.lock(handle, query.runId());
            Optional<StoredRun> known = runs.find(handle, query.runId());
            Instant now = news.now(handle, query.runId());
            ImportRows rows = new ImportRows(
                    known.map(run -> run.state().suites()).orElse(List.of()),
                    evaluations.series(handle, query.runId()),
                    file,
                    step,
                    now);
            Map<HarnessTask, Row> all = new LinkedHashMap<>();
            file.tasks().forEach(task -> all.put(task, rows.row(task)));
            Counted counted = compare(handle, query, step, file, sha256, List.copyOf(all.values()));
            if (!counted.changed().isEmpty()) {
                byte[] lines = lines(counted.changed());
                news.send(
                        handle,
                        new ImportNews.Brought(
                                query.runId(),
                                query.runName(),
                                "scores-" + step + "-" + Sha256.of(lines).substring(0, HASH_DIGITS),
                                RunImported.Format.SCORES,
                                Optional.empty(),
                                lines,
                                json,
                                query.fileName(),
                                file.model(),
                                step),
                        now);
            }
            return view(query.runId(), step, known.isEmpty(), sha256, file, counted, all);
        });
    }

    /** Which rows are new, and which give way. */
    private record Counted(List<Row> changed, int replaced, int unchanged) {}

    private Counted compare(
            Handle handle, ImportQuery query, int step, HarnessFile file, String sha256, List<Row> rows) {
        List<Row> changed = new ArrayList<>();
        List<String> clashes = new ArrayList<>();
        int replaced = 0;
        int unchanged = 0;
        for (Row row : rows) {
            Optional<Standing> standing = scores.standing(handle, query.runId(), row);
            if (standing.isEmpty()
                    || isSame(standing.get(), row) && !standing.get().told()) {
                changed.add(row);
            } else if (isSame(standing.get(), row)) {
                unchanged++;
            } else if (query.replace() && standing.get().imported()) {
                changed.add(row);
                replaced++;
            } else {
                clashes.add(clash(standing.get(), row, sha256));
            }
        }
        if (!clashes.isEmpty()) {
            throw new Conflict("at step " + step + " of run \"" + query.runId() + "\" "
                    + String.join("; ", clashes.subList(0, Math.min(MAX_NAMED, clashes.size())))
                    + (clashes.size() > MAX_NAMED ? "; and " + (clashes.size() - MAX_NAMED) + " more" : "")
                    + ". Nothing was stored; replace=true lets imported numbers give way");
        }
        return new Counted(changed, replaced, unchanged);
    }

    private static boolean isSame(Standing standing, Row row) {
        return standing.imported()
                && standing.metrics().equals(row.metrics())
                && standing.taskVersion().equals(row.version());
    }

    private static String clash(Standing standing, Row row, String sha256) {
        String here = standing.imported()
                ? "in the imported file " + standing.fileSha256().substring(0, HASH_DIGITS)
                : "as this house evaluated it";
        return row.task() + " (" + row.arm() + ") is " + said(standing.value(), standing.metrics()) + " " + here
                + " and " + said(row.correct().map(Bounded::value), row.metrics()) + " in this file "
                + sha256.substring(0, HASH_DIGITS);
    }

    private static String said(Optional<Double> value, Map<String, Double> metrics) {
        return value.map(Object::toString).orElseGet(metrics::toString);
    }

    private static byte[] lines(List<Row> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            for (Row row : rows) {
                lines.write(Json.mapper().writeValueAsBytes(row));
                lines.write('\n');
            }
        } catch (IOException e) {
            throw new IllegalStateException("a row that is no JSON", e);
        }
        return lines.toByteArray();
    }

    private static ImportView view(
            String runId,
            int step,
            boolean created,
            String sha256,
            HarnessFile file,
            Counted counted,
            Map<HarnessTask, Row> all) {
        List<ImportedTask> charted = new ArrayList<>();
        List<String> others = new ArrayList<>();
        all.forEach((task, row) -> {
            if (row.charted()) {
                charted.add(new ImportedTask(
                        row.task(),
                        row.suiteId(),
                        row.arm(),
                        task.accuracy().orElseThrow().metric(),
                        row.correct().orElseThrow().value(),
                        row.correct().flatMap(Bounded::low),
                        row.correct().flatMap(Bounded::high)));
            } else {
                others.add(row.task());
            }
        });
        return new ImportView(
                runId,
                step,
                created,
                sha256,
                ImportRows.engine(file),
                counted.changed().size() - counted.replaced(),
                counted.replaced(),
                counted.unchanged(),
                charted,
                others);
    }
}
