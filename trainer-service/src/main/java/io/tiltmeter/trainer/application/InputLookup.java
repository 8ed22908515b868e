package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.trainer.finetuning.InputStatus;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.DeletionRepository;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a run names, as far as it is there; within the caller's transaction. */
@Singleton
final class InputLookup {
    private final DatasetRepository datasets;
    private final RunRepository runs;
    private final CheckpointRepository checkpoints;
    private final DeletionRepository deletions;

    InputLookup(
            DatasetRepository datasets,
            RunRepository runs,
            CheckpointRepository checkpoints,
            DeletionRepository deletions) {
        this.datasets = datasets;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.deletions = deletions;
    }

    /** Whether each mixture, suite and run that it names can be used. */
    List<InputStatus> statuses(RunSettings settings) {
        List<InputStatus> statuses = new ArrayList<>();
        statuses.addAll(datasets.statuses(Kind.MIXTURE, List.of(settings.mixture())));
        statuses.addAll(datasets.statuses(Kind.SUITE, settings.neededSuites()));
        if (StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint base) {
            statuses.add(runs.run(base.runId())
                    .map(run -> InputStatus.ofRun(run.id(), run.state(), run.request() instanceof RunRequest.Lora))
                    .orElseGet(() -> deletions.isDeleted(base.runId())
                            ? InputStatus.ofDeletedRun(base.runId())
                            : InputStatus.unannounced("run " + base.runId())));
        }
        return statuses;
    }

    /** What the run trains on, when all of it is ready. */
    RunInputs of(RunSettings settings) {
        MixtureReady mixture = datasets.mixture(settings.mixture()).orElseThrow();
        Map<String, SuiteReady> suites = datasets.suites(settings.neededSuites());
        Function<String, SuiteRef> suite = id -> suites.get(id).suite();
        Optional<ArtifactRef> base = StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint named
                ? checkpoints.newest(named.runId()).map(StoredCheckpoint::model)
                : Optional.empty();
        return new RunInputs(
                mixture,
                settings.suites().stream().map(suite).distinct().toList(),
                base,
                Optional.of(settings.evaluation().plan(suite)));
    }
}
