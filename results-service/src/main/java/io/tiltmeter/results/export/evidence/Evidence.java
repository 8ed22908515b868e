package io.tiltmeter.results.export.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.results.application.FoldWork;
import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.application.curve.CurveWriter;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.CurveCsv;
import io.tiltmeter.results.export.CurvePicture;
import io.tiltmeter.results.persistence.EvidenceStore;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.ImportStore.StoredImport;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.ScoreList;
import io.tiltmeter.results.persistence.ScoreRow;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Puts the archive of a run together. */
@Singleton
public class Evidence {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Transactions transactions;
    private final EvidenceAnswers answers;
    private final RunStore runs;
    private final RunReader reader;
    private final CurveWriter curves;
    private final ScoreList scores;
    private final ImportStore imports;
    private final EvidenceStore news;
    private final EventCodec codec;
    private final ArtifactStore artifacts;

    public Evidence(
            Transactions transactions,
            EvidenceAnswers answers,
            RunStore runs,
            RunReader reader,
            CurveWriter curves,
            ScoreList scores,
            ImportStore imports,
            EvidenceStore news,
            EventCodec codec,
            ArtifactStore artifacts) {
        this.transactions = transactions;
        this.answers = answers;
        this.runs = runs;
        this.reader = reader;
        this.curves = curves;
        this.scores = scores;
        this.imports = imports;
        this.news = news;
        this.codec = codec;
        this.artifacts = artifacts;
    }

    /** Whether the outcomes themselves are in the archive. */
    public enum Outcomes {
        INCLUDED,
        LEFT_OUT
    }

    /** What is read in one transaction. */
    private record Read(
            RunUpdated state,
            List<CheckpointReady> checkpoints,
            List<ScoreRow> rows,
            List<SuiteEvaluated> evaluations,
            List<EvaluationFailed> failures,
            List<RunImported> imports,
            Optional<MixtureReady> mixture,
            CurveView first,
            SortedMap<String, CurveView> curves,
            Set<String> withItems) {}

    /** @throws io.tiltmeter.servicekit.rest.NotFound if there is no such run */
    public EvidenceArchive of(String runId, Outcomes outcomes) {
        Read read = transactions.run(handle -> read(handle, runId));
        List<Map<String, Object>> plans = read.checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.evaluation().stream())
                .distinct()
                .map(plan -> Json.mapper().convertValue(plan, OBJECT))
                .toList();
        Map<String, Object> config = read.state().effectiveConfig();
        EvidenceArchive archive = new EvidenceArchive();
        archive.text("README.md", EvidenceReport.readme(runId));
        archive.text("config/effective_config.json", json(new TreeMap<>(config)));
        archive.text("config/evaluation.json", json(plans));
        read.mixture().ifPresent(known -> archive.text("config/mixture.json", json(known)));
        archive.text(
                "hashes.json",
                json(EvidenceHashes.hashes(read.mixture(), read.state().suites(), read.rows())));
        archive.text("seeds.json", json(EvidenceHashes.seeds(config, plans)));
        archive.text("engines.json", json(EvidenceHashes.engines(read.rows())));
        archive.text(
                "scores.json", json(read.rows().stream().map(answers::score).toList()));
        archive.text("events/run-updated.jsonl", lines(List.of(read.state())));
        archive.text("events/checkpoint-ready.jsonl", lines(read.checkpoints()));
        archive.text("events/suite-evaluated.jsonl", lines(read.evaluations()));
        archive.text("events/evaluation-failed.jsonl", lines(read.failures()));
        archive.text("events/run-imported.jsonl", lines(read.imports()));
        read.mixture().ifPresent(known -> archive.text("events/mixture-ready.jsonl", lines(List.of(known))));
        addCurves(archive, runId, read);
        addImports(archive, read.imports());
        if (outcomes == Outcomes.INCLUDED) {
            addOutcomes(archive, read.rows(), read.evaluations());
        }
        return archive;
    }

    private Read read(Handle handle, String runId) {
        StoredRun run = reader.find(handle, runId);
        ScoredRun first = reader.read(handle, run, SeriesQuery.DEFAULT);
        SortedMap<String, CurveView> ofSuites = new TreeMap<>();
        Set<String> withItems = new HashSet<>();
        for (String suite : first.names().conflict()) {
            ScoredRun scored = reader.read(
                    handle,
                    run,
                    SeriesQuery.of(Optional.of(suite), Optional.empty(), Optional.empty(), Optional.empty()));
            ofSuites.put(suite, curves.view(handle, scored, XAxis.STEP, Optional.empty()));
            reader.history(handle, scored).ifPresent(any -> withItems.add(suite));
        }
        return new Read(
                run.state(),
                runs.checkpoints(handle, runId),
                scores.rows(handle, runId, OptionalInt.empty(), Integer.MAX_VALUE, 0),
                news.evaluations(handle, FoldWork.idsOf(runId)).stream()
                        .map(text -> codec.decode(EventTypes.SUITE_EVALUATED, text))
                        .toList(),
                runs.failures(handle, runId),
                imports.all(handle, runId).stream().map(StoredImport::news).toList(),
                Optional.ofNullable(run.state().effectiveConfig().get("mixture"))
                        .flatMap(id -> news.mixture(handle, id.toString())),
                curves.view(handle, first, XAxis.STEP, Optional.empty()),
                ofSuites,
                withItems);
    }

    private void addCurves(EvidenceArchive archive, String runId, Read read) {
        SortedMap<String, CurveView> shown = new TreeMap<>();
        SortedMap<String, String> sentences = new TreeMap<>();
        read.curves().forEach((suite, curve) -> {
            String name = fileName(suite);
            EvidenceAnswers.Verdict verdict = answers.verdict(runId, suite);
            archive.text("verdicts/" + name + ".json", json(verdict.document()));
            if (read.withItems().contains(suite)) {
                archive.text("flips/" + name + ".json", json(answers.flips(runId, suite)));
            }
            sentences.put(name, verdict.sentence());
            shown.put(name, curve);
        });
        if (shown.isEmpty()) {
            shown.put("standard", read.first());
        }
        shown.forEach((name, curve) -> {
            archive.text("curves/" + name + ".json", json(curve));
            archive.text("curves/" + name + ".csv", CurveCsv.of(curve));
            archive.text("curves/" + name + ".svg", CurvePicture.svg(curve));
        });
        archive.text("report.md", EvidenceReport.report(read.first(), shown, sentences));
    }

    private void addImports(EvidenceArchive archive, List<RunImported> all) {
        for (RunImported each : all) {
            String ending = each.format() == RunImported.Format.SCORES ? ".jsonl" : ".csv";
            archive.file("imports/" + each.part() + ending, artifact(each.file()));
            archive.file("imports/" + each.part() + "-as-sent", artifact(each.source()));
        }
    }

    /** The outcomes that count: of two evaluations of one identity those whose hash stands among the scores. */
    private void addOutcomes(EvidenceArchive archive, List<ScoreRow> rows, List<SuiteEvaluated> evaluations) {
        Set<String> counting = new HashSet<>();
        rows.forEach(row -> counting.add(row.outcomesSha256()));
        for (SuiteEvaluated each : evaluations) {
            if (counting.contains(each.outcomes().sha256())) {
                archive.file(
                        "outcomes/%s/%s/%s-v%d/step-%08d.jsonl"
                                .formatted(
                                        each.suite().suiteId(),
                                        fileName(each.arm()),
                                        fileName(each.scorer()),
                                        each.scorerVersion(),
                                        each.checkpoint().step()),
                        artifact(each.outcomes()));
                archive.file(
                        "suites/" + each.suite().suiteId() + "-"
                                + each.suite().items().sha256().substring(0, 12) + ".jsonl",
                        artifact(each.suite().items()));
            }
        }
    }

    private EvidenceArchive.Content artifact(ArtifactRef ref) {
        return () -> {
            Path file = artifacts.file(ref);
            return out -> Files.copy(file, out);
        };
    }

    /** Names of suites and arms may hold anything; those of files in an archive may not. */
    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static String lines(List<?> documents) {
        StringBuilder lines = new StringBuilder();
        List<Object> all = new ArrayList<>(documents);
        all.forEach(each -> lines.append(text(each, false)).append('\n'));
        return lines.toString();
    }

    private static String json(Object document) {
        return text(document, true) + "\n";
    }

    private static String text(Object document, boolean pretty) {
        try {
            return pretty
                    ? Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
                    : Json.mapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON", e);
        }
    }
}
