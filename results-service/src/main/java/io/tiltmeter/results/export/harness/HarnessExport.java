package io.tiltmeter.results.export.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.harness.ResultsMerge;
import io.tiltmeter.results.harness.ResultsMerge.Fragment;
import io.tiltmeter.results.persistence.ScoreRepository;
import io.tiltmeter.results.persistence.ScoreRepository.StoredFiles;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A checkpoint's evaluations as files of lm-evaluation-harness. */
@Singleton
public class HarnessExport {
    /** The harness' own format: an ISO date and time with dashes for colons. */
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final RunQueries runs;
    private final ScoreRepository scores;
    private final ArtifactStore artifacts;

    public HarnessExport(RunQueries runs, ScoreRepository scores, ArtifactStore artifacts) {
        this.runs = runs;
        this.scores = scores;
        this.artifacts = artifacts;
    }

    /**
     * A file to download.
     *
     * @param name as the harness names such files
     */
    public record Download<T>(String name, T content) {}

    /**
     * Every suite and arm of a checkpoint in one results file.
     *
     * @throws NotFound if the run, or the checkpoint, has none
     * @throws UncheckedIOException if a stored file is missing, or its hash differs
     */
    public Download<ObjectNode> results(String runId, int step) {
        List<StoredFiles> files = files(runId, step);
        List<Fragment> fragments = new ArrayList<>();
        Set<String> read = new HashSet<>();
        for (StoredFiles each : files) {
            if (read.add(each.files().results().sha256())) {
                fragments.add(new Fragment(each.suiteId(), each.arm(), each.scorer(), tree(each)));
            }
        }
        return new Download<>("results_" + time(files) + ".json", ResultsMerge.of(fragments));
    }

    /**
     * The samples of one task of a checkpoint, one JSON object a line.
     *
     * @param task a suite's task or one of its parts such as {@code mmlu_anatomy}, or {@code task@arm} for an arm other
     *     than the main one
     * @throws NotFound if the checkpoint has none of this task
     * @throws UncheckedIOException if the stored file is missing, or its hash differs
     */
    public Download<StreamingOutput> samples(String runId, int step, String task) {
        List<StoredFiles> files = files(runId, step);
        Map<String, StoredFiles> byName = new LinkedHashMap<>();
        for (StoredFiles each : files) {
            byName.putIfAbsent(each.task(), each);
            byName.putIfAbsent(each.task() + "@" + each.arm(), each);
            byName.putIfAbsent(each.suiteId(), each);
        }
        Optional<StoredFiles> whole = Optional.ofNullable(byName.get(task));
        Optional<StoredFiles> holder = whole.isPresent() ? whole : holderOf(files, task);
        StoredFiles wanted = holder.orElseThrow(
                () -> new NotFound("task with samples at step " + step, task, List.copyOf(byName.keySet())));
        Path file = file(wanted.files().samples());
        return new Download<>(
                "samples_" + task + "_" + time(List.of(wanted)) + ".jsonl",
                whole.isPresent() ? out -> Files.copy(file, out) : out -> copyPart(file, withoutArm(task), out));
    }

    /** The first evaluation that has a task among its parts; of the arm that the name gives, if any. */
    private Optional<StoredFiles> holderOf(List<StoredFiles> files, String task) {
        for (StoredFiles each : files) {
            boolean ofArm = !task.contains("@") || task.endsWith("@" + each.arm());
            if (ofArm && tree(each).path("configs").has(withoutArm(task))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static String withoutArm(String task) {
        return task.contains("@") ? task.substring(0, task.lastIndexOf('@')) : task;
    }

    /** The lines whose task is this one. */
    private static void copyPart(Path file, String task, OutputStream out) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Json.mapper().readTree(line).path("task").asText().equals(task)) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private JsonNode tree(StoredFiles files) {
        try {
            return Json.mapper().readTree(file(files.files().results()).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(ArtifactRef ref) {
        try {
            return artifacts.file(ref);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of the main arm first, and of {@code contains} before other scorers. */
    @Transactional
    List<StoredFiles> files(String runId, int step) {
        runs.find(runId);
        List<StoredFiles> files = new ArrayList<>(scores.harnessFiles(runId, step));
        if (files.isEmpty()) {
            throw new NotFound(
                    "checkpoint with results in lm-evaluation-harness' shape at step",
                    Integer.toString(step),
                    scores.harnessSteps(runId).stream().map(String::valueOf).toList());
        }
        files.sort(Comparator.comparing(StoredFiles::arm, runs.arms(runId))
                .thenComparing(StoredFiles::suiteId)
                .thenComparing(each -> !each.scorer().equals(EvaluationPlan.CONTAINS))
                .thenComparing(StoredFiles::scorer));
        return files;
    }

    private static String time(List<StoredFiles> files) {
        Instant newest = files.stream()
                .map(StoredFiles::finishedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return FILE_TIME.format(newest);
    }
}
