package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.trainer.application.StudyRequests.PlannedCell;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How long the runs of a study would be, and what their checkpoints would take, as far as it is known before they start. */
@Singleton
public class StudyEstimate {
    private static final int FLOAT_BYTES = 4;
    private static final int BFLOAT_BYTES = 2;

    private final DatasetRepository datasets;
    private final CheckpointRepository checkpoints;
    private final ModelFolders folders;

    public StudyEstimate(DatasetRepository datasets, CheckpointRepository checkpoints, ModelFolders folders) {
        this.datasets = datasets;
        this.checkpoints = checkpoints;
        this.folders = folders;
    }

    /**
     * One run. What is empty is unknown.
     *
     * @param steps optimizer steps; unknown while the mixture is not ready, unless {@code max_steps} says it
     * @param examples in all steps together, repetitions included
     * @param checkpoints that are saved
     * @param diskBytes of the checkpoints whose files are kept, without the training state of the newest
     * @param fault why its plan would fail
     */
    public record Estimate(
            Optional<Integer> steps,
            Optional<Long> examples,
            Optional<Integer> checkpoints,
            Optional<Long> diskBytes,
            Optional<String> fault) {}

    /** Of each cell, in their order; the same for cells whose requests are identical. */
    @Transactional
    public List<Estimate> of(List<PlannedCell> cells) {
        Map<String, Optional<MixtureReady>> mixtures = new HashMap<>();
        Map<String, OptionalLong> weights = new HashMap<>();
        return cells.stream()
                .map(cell -> estimate(cell.request(), mixtures, weights))
                .toList();
    }

    private Estimate estimate(
            RunRequest request, Map<String, Optional<MixtureReady>> mixtures, Map<String, OptionalLong> weights) {
        RunSettings settings = request.settings();
        Optional<Long> examples = mixtures.computeIfAbsent(settings.mixture(), datasets::mixture)
                .map(mixture -> (long) mixture.exampleCount())
                .or(() -> settings.length().maxSteps().map(steps -> 1L));
        Optional<RunPlan> plan;
        try {
            plan = examples.map(count -> RunPlan.of(settings, count));
        } catch (IllegalArgumentException unplannable) {
            return new Estimate(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(unplannable.getMessage()));
        }
        Optional<Integer> saved = plan.map(known -> known.checkpointPlan().all().size());
        int limit = settings.checkpoints().saveTotalLimit();
        OptionalLong bytes = request instanceof RunRequest.Lora ? OptionalLong.empty() : modelBytes(settings, weights);
        return new Estimate(
                plan.map(RunPlan::totalSteps),
                plan.map(known -> (long) known.totalSteps() * known.examplesPerStep()),
                saved,
                bytes.isPresent()
                        ? saved.map(count -> (limit > 0 ? Math.min(limit, count) : count) * bytes.getAsLong())
                        : Optional.empty(),
                Optional.empty());
    }

    /** Unknown of a fresh model, whose vocabulary is its mixture's, and of a run that has no checkpoint yet. */
    private OptionalLong modelBytes(RunSettings settings, Map<String, OptionalLong> weights) {
        StartingPoint start = StartingPoint.of(settings);
        if (start instanceof StartingPoint.LastCheckpoint base) {
            return weights.computeIfAbsent(
                    StartingPoint.RUN_PREFIX + base.runId(),
                    name -> checkpoints
                            .newest(base.runId())
                            .map(StoredCheckpoint::model)
                            .map(model -> OptionalLong.of(model.bytes()))
                            .orElse(OptionalLong.empty()));
        }
        if (start instanceof StartingPoint.ModelFolder folder) {
            OptionalLong count = weights.computeIfAbsent(folder.path(), this::parameters);
            int each = settings.compute().bf16() ? BFLOAT_BYTES : FLOAT_BYTES;
            return count.isPresent() ? OptionalLong.of(each * count.getAsLong()) : count;
        }
        return OptionalLong.empty();
    }

    private OptionalLong parameters(String folder) {
        try {
            return OptionalLong.of(WeightLayout.of(ModelConfig.read(folders.folder(folder))).stream()
                    .mapToLong(weight -> weight.shape().stream().reduce(1L, (a, b) -> a * b))
                    .sum());
        } catch (IllegalArgumentException goneOrUnsupported) {
            return OptionalLong.empty();
        }
    }
}
