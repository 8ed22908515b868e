package io.tiltmeter.results.application.imports;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.application.imports.HarnessImportResult.ImportedTask;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.harness.HarnessFile;
import io.tiltmeter.results.harness.HarnessReader;
import io.tiltmeter.results.harness.HarnessTask;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.ImportedScoreRepository;
import io.tiltmeter.results.persistence.ImportedScoreRepository.ExistingScore;
import io.tiltmeter.results.persistence.ImportedScoreRepository.ImportedScore;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports results files of lm-evaluation-harness: all of a file, or nothing. */
@Singleton
public class HarnessImportService {
    private static final int MAX_NAMED = 10;
    private static final int HASH_DIGITS = 12;

    private final RunRepository runs;
    private final EvaluationRepository evaluations;
    private final ImportedScoreRepository scores;
    private final ImportIngestion ingestion;

    public HarnessImportService(
            RunRepository runs,
            EvaluationRepository evaluations,
            ImportedScoreRepository scores,
            ImportIngestion ingestion) {
        this.runs = runs;
        this.evaluations = evaluations;
        this.scores = scores;
        this.ingestion = ingestion;
    }

    /**
     * Imports a file.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with everything that is wrong with it
     * @throws Conflict if other numbers are stored under the identities of its numbers
     */
    public HarnessImportResult importFile(byte[] json, HarnessImportRequest query) {
        HarnessFile file = HarnessReader.read(json);
        int step = query.step(file);
        String sha256 = Sha256.of(json);
        Compared before = QuarkusTransaction.requiringNew().call(() -> compared(query, step, file, sha256));
        if (before.counted().changed().isEmpty()) {
            return view(query.runId(), step, sha256, file, before);
        }
        ArtifactRef source = ingestion.write(json);
        return QuarkusTransaction.requiringNew().call(() -> {
            runs.lock(query.runId());
            Compared now = compared(query, step, file, sha256);
            if (!now.counted().changed().isEmpty()) {
                publish(query, step, file, source, now);
            }
            return view(query.runId(), step, sha256, file, now);
        });
    }

    /** A file beside what is stored of its run. */
    private record Compared(
            Optional<StoredRun> known, Instant now, Map<HarnessTask, ImportedScore> all, Counted counted) {}

    private Compared compared(HarnessImportRequest query, int step, HarnessFile file, String sha256) {
        Optional<StoredRun> known = runs.run(query.runId());
        Instant now = ingestion.now(query.runId());
        HarnessScores scoresOf = new HarnessScores(
                known.map(run -> run.state().suites()).orElse(List.of()),
                evaluations.series(query.runId()),
                file,
                step,
                now);
        Map<HarnessTask, ImportedScore> all = new LinkedHashMap<>();
        file.tasks().forEach(task -> all.put(task, scoresOf.score(task)));
        return new Compared(known, now, all, compare(query, step, file, sha256, List.copyOf(all.values())));
    }

    private void publish(
            HarnessImportRequest query, int step, HarnessFile file, ArtifactRef source, Compared compared) {
        byte[] lines = lines(compared.counted().changed());
        ImportIngestion.ReceivedFile received = new ImportIngestion.ReceivedFile(
                query.runId(),
                query.runName(),
                "scores-" + step + "-" + Sha256.of(lines).substring(0, HASH_DIGITS),
                RunImported.Format.SCORES,
                Optional.empty(),
                query.fileName(),
                file.model(),
                step,
                Optional.empty());
        ingestion.publish(received, ingestion.write(lines), source, ingestion.scores(lines), compared.now());
    }

    /** Which scores are new, and how many replace others. */
    private record Counted(List<ImportedScore> changed, int replaced, int unchanged) {}

    private Counted compare(
            HarnessImportRequest query, int step, HarnessFile file, String sha256, List<ImportedScore> rows) {
        List<ImportedScore> changed = new ArrayList<>();
        List<String> clashes = new ArrayList<>();
        int replaced = 0;
        int unchanged = 0;
        Map<ImportedScore, ExistingScore> stored = scores.existing(query.runId(), rows);
        for (ImportedScore row : rows) {
            Optional<ExistingScore> existing = Optional.ofNullable(stored.get(row));
            if (existing.isEmpty()
                    || isSame(existing.get(), row) && !existing.get().published()) {
                changed.add(row);
            } else if (isSame(existing.get(), row)) {
                unchanged++;
            } else if (query.replace() && existing.get().imported()) {
                changed.add(row);
                replaced++;
            } else {
                clashes.add(clash(existing.get(), row, sha256));
            }
        }
        if (!clashes.isEmpty()) {
            throw new Conflict("at step " + step + " of run \"" + query.runId() + "\" "
                    + String.join("; ", clashes.subList(0, Math.min(MAX_NAMED, clashes.size())))
                    + (clashes.size() > MAX_NAMED ? "; and " + (clashes.size() - MAX_NAMED) + " more" : "")
                    + ". Nothing was stored; replace=true replaces imported numbers");
        }
        return new Counted(changed, replaced, unchanged);
    }

    private static boolean isSame(ExistingScore existing, ImportedScore row) {
        return existing.imported()
                && existing.metrics().equals(row.measured().metrics())
                && existing.taskVersion().equals(row.version());
    }

    private static String clash(ExistingScore existing, ImportedScore row, String sha256) {
        String stored = existing.imported()
                ? "in the imported file " + existing.fileSha256().substring(0, HASH_DIGITS)
                : "as evaluated here";
        return row.task() + " (" + row.arm() + ") is " + shown(existing.value(), existing.metrics()) + " " + stored
                + " and "
                + shown(
                        row.measured().correct().map(Bounded::value),
                        row.measured().metrics()) + " in this file "
                + sha256.substring(0, HASH_DIGITS);
    }

    private static String shown(Optional<Double> value, Map<String, Double> metrics) {
        return value.map(Object::toString).orElseGet(metrics::toString);
    }

    private static byte[] lines(List<ImportedScore> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            for (ImportedScore row : rows) {
                lines.write(Json.mapper().writeValueAsBytes(row));
                lines.write('\n');
            }
        } catch (IOException e) {
            throw new IllegalStateException("a row that is not JSON", e);
        }
        return lines.toByteArray();
    }

    private static HarnessImportResult view(
            String runId, int step, String sha256, HarnessFile file, Compared compared) {
        Counted counted = compared.counted();
        List<ImportedTask> charted = new ArrayList<>();
        List<String> others = new ArrayList<>();
        compared.all().forEach((task, row) -> {
            if (row.charted()) {
                charted.add(new ImportedTask(
                        row.task(),
                        row.suiteId(),
                        row.arm(),
                        task.accuracy().orElseThrow().metric(),
                        row.measured().correct().orElseThrow().value(),
                        row.measured().correct().flatMap(Bounded::low),
                        row.measured().correct().flatMap(Bounded::high)));
            } else {
                others.add(row.task());
            }
        });
        return new HarnessImportResult(
                runId,
                step,
                compared.known().isEmpty(),
                sha256,
                HarnessScores.engine(file),
                counted.changed().size() - counted.replaced(),
                counted.replaced(),
                counted.unchanged(),
                charted,
                others);
    }
}
