package io.tiltmeter.results.export.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.results.application.curve.CurveQueries;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.ProbeQueries;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.CurveFormat;
import io.tiltmeter.results.export.CurveSvg;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.persistence.EventArchive;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.ImportRepository.StoredImport;
import io.tiltmeter.results.persistence.MixtureRepository;
import io.tiltmeter.results.persistence.ScoreRepository;
import io.tiltmeter.results.persistence.StoredEvaluation;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the evidence archive of a run. */
@Singleton
public class EvidenceExport {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final EvidenceDocuments documents;
    private final RunQueries queries;
    private final ProbeQueries probes;
    private final CurveQueries curves;
    private final ScoreRepository scores;
    private final ImportRepository imports;
    private final EventArchive archive;
    private final MixtureRepository mixtures;
    private final ArtifactStore artifacts;

    public EvidenceExport(
            EvidenceDocuments documents,
            RunQueries queries,
            ProbeQueries probes,
            CurveQueries curves,
            ScoreRepository scores,
            ImportRepository imports,
            EventArchive archive,
            MixtureRepository mixtures,
            ArtifactStore artifacts) {
        this.documents = documents;
        this.queries = queries;
        this.probes = probes;
        this.curves = curves;
        this.scores = scores;
        this.imports = imports;
        this.archive = archive;
        this.mixtures = mixtures;
        this.artifacts = artifacts;
    }

    /** Whether the outcomes themselves are in the archive. */
    public enum Outcomes {
        INCLUDED,
        LEFT_OUT
    }

    /** All that is read from the database, in one transaction. */
    private record Stored(
            RunUpdated state,
            List<CheckpointReady> checkpoints,
            List<StoredEvaluation> rows,
            List<SuiteEvaluated> evaluations,
            List<EvaluationFailed> failures,
            List<ProbeMeasured> probes,
            List<RunImported> imports,
            Optional<MixtureReady> mixture,
            RunCurve first,
            SortedMap<String, RunCurve> curves,
            Set<String> withItems) {}

    /** @throws io.tiltmeter.servicekit.rest.NotFound if there is no such run */
    public EvidenceArchive of(String runId, Outcomes outcomes) {
        Stored stored = QuarkusTransaction.requiringNew().call(() -> read(runId));
        List<Map<String, Object>> plans = stored.checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.evaluation().stream())
                .distinct()
                .map(plan -> Json.mapper().convertValue(plan, OBJECT))
                .toList();
        Map<String, Object> config = stored.state().effectiveConfig();
        EvidenceArchive archive = new EvidenceArchive();
        archive.text("README.md", EvidenceReport.readme(runId));
        archive.text("config/effective_config.json", json(new TreeMap<>(config)));
        archive.text("config/evaluation.json", json(plans));
        stored.mixture().ifPresent(known -> archive.text("config/mixture.json", json(known)));
        archive.text(
                "hashes.json",
                json(EvidenceHashes.hashes(stored.mixture(), stored.state().suites(), stored.rows())));
        archive.text("seeds.json", json(EvidenceHashes.seeds(config, plans)));
        archive.text("engines.json", json(EvidenceHashes.engines(stored.rows())));
        archive.text(
                "scores.json", json(stored.rows().stream().map(documents::score).toList()));
        archive.text("events/run-updated.jsonl", lines(List.of(stored.state())));
        archive.text("events/checkpoint-ready.jsonl", lines(stored.checkpoints()));
        archive.text("events/suite-evaluated.jsonl", lines(stored.evaluations()));
        archive.text("events/evaluation-failed.jsonl", lines(stored.failures()));
        if (!stored.probes().isEmpty()) {
            archive.text("events/probe-measured.jsonl", lines(stored.probes()));
        }
        archive.text("events/run-imported.jsonl", lines(stored.imports()));
        stored.mixture().ifPresent(known -> archive.text("events/mixture-ready.jsonl", lines(List.of(known))));
        addCurves(archive, runId, stored);
        addImports(archive, stored.imports());
        if (outcomes == Outcomes.INCLUDED) {
            addOutcomes(archive, stored.rows(), stored.evaluations());
        }
        return archive;
    }

    private Stored read(String runId) {
        StoredRun run = queries.find(runId);
        ScoredRun first = queries.scored(run, SeriesQuery.DEFAULT);
        SortedMap<String, RunCurve> ofSuites = new TreeMap<>();
        Set<String> withItems = new HashSet<>();
        for (String suite : first.names().conflict()) {
            ScoredRun scored = queries.scored(first, SeriesQuery.DEFAULT.of(suite));
            ofSuites.put(suite, curves.curve(scored, XAxis.STEP, Optional.empty()));
            queries.history(scored).ifPresent(any -> withItems.add(suite));
        }
        return new Stored(
                run.state(),
                first.checkpoints(),
                scores.rows(runId),
                archive.events(EventTypes.SUITE_EVALUATED.topic(), runId).stream()
                        .map(text -> Json.read(text, SuiteEvaluated.class))
                        .toList(),
                queries.failures(runId),
                probes.ofRun(run),
                imports.ofRun(runId).stream().map(StoredImport::event).toList(),
                Optional.ofNullable(run.state().effectiveConfig().get("mixture"))
                        .flatMap(id -> mixtures.mixture(id.toString())),
                curves.curve(first, XAxis.STEP, Optional.empty()),
                ofSuites,
                withItems);
    }

    private void addCurves(EvidenceArchive archive, String runId, Stored stored) {
        SortedMap<String, RunCurve> shown = new TreeMap<>();
        SortedMap<String, String> sentences = new TreeMap<>();
        stored.curves().forEach((suite, curve) -> {
            String name = fileName(suite);
            EvidenceDocuments.Verdict verdict = documents.verdict(runId, suite);
            archive.text("verdicts/" + name + ".json", json(verdict.document()));
            if (stored.withItems().contains(suite)) {
                archive.text("flips/" + name + ".json", json(documents.flips(runId, suite)));
            }
            sentences.put(name, verdict.sentence());
            shown.put(name, curve);
        });
        if (shown.isEmpty()) {
            shown.put("standard", stored.first());
        }
        shown.forEach((name, curve) -> {
            archive.text("curves/" + name + ".json", json(curve));
            archive.text("curves/" + name + ".csv", CurveFormat.csv(curve, Formulas.GUARDED));
            archive.text("curves/" + name + ".svg", CurveSvg.svg(curve));
        });
        archive.text("report.md", EvidenceReport.report(stored.first(), shown, sentences));
    }

    private void addImports(EvidenceArchive archive, List<RunImported> all) {
        for (RunImported each : all) {
            String ending = each.format() == RunImported.Format.SCORES ? ".jsonl" : ".csv";
            archive.file("imports/" + each.part() + ending, artifact(each.file()));
            archive.file("imports/" + each.part() + "-as-sent", artifact(each.source()));
        }
    }

    /** The outcomes that count: of two evaluations of one identity, those whose hash is among the scores. */
    private void addOutcomes(EvidenceArchive archive, List<StoredEvaluation> rows, List<SuiteEvaluated> evaluations) {
        Set<String> counting = new HashSet<>();
        rows.forEach(row -> counting.add(row.provenance().outcomesSha256()));
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

    /** Names of suites and arms may have any characters; those of files in an archive may not. */
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
            throw new IllegalStateException("a record that is not JSON", e);
        }
    }
}
