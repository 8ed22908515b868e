package io.tiltmeter.results.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.results.persistence.CheckpointRepository;
import io.tiltmeter.results.persistence.DeletionRepository;
import io.tiltmeter.results.persistence.EvaluationFailureRepository;
import io.tiltmeter.results.persistence.MixtureRepository;
import io.tiltmeter.results.persistence.ProbeRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StudyRepository;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Stores events of runs, in the transaction that consumes the event. A repeated event changes nothing, and neither does one of a run or
 * study that was deleted.
 */
@Singleton
public class RunIngestion {
    private final DeletionRepository deletions;
    private final RunRepository runs;
    private final CheckpointRepository checkpoints;
    private final EvaluationFailureRepository failures;
    private final MixtureRepository mixtures;
    private final StudyRepository studies;
    private final ProbeRepository probes;
    private final WarningService warnings;

    public RunIngestion(
            DeletionRepository deletions,
            RunRepository runs,
            CheckpointRepository checkpoints,
            EvaluationFailureRepository failures,
            MixtureRepository mixtures,
            StudyRepository studies,
            ProbeRepository probes,
            WarningService warnings) {
        this.deletions = deletions;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.failures = failures;
        this.mixtures = mixtures;
        this.studies = studies;
        this.probes = probes;
        this.warnings = warnings;
    }

    /** Warnings can follow from the first event that says which checkpoints are planned, and from no later one. */
    public void accept(RunUpdated event) {
        if (isDeleted(event.runId())) {
            return;
        }
        boolean planWasKnown = runs.hasPlan(event.runId());
        runs.accept(event);
        if (!planWasKnown && !event.plannedCheckpoints().isEmpty()) {
            warnings.publish(event.runId());
        }
    }

    public void accept(CheckpointReady event) {
        if (isDeleted(event.runId())) {
            return;
        }
        Optional<CheckpointReady> first = checkpoints.first(event.runId());
        if (checkpoints.accept(event) && !followsPlanOf(first, event)) {
            warnings.publish(event.runId());
        }
    }

    /**
     * Whether a checkpoint is a further one of a run that is evaluated by the same plan: of such a one warnings wait for more
     * scores than before, and none follows.
     *
     * @param first the run's first checkpoint so far, whose plan counts
     */
    private static boolean followsPlanOf(Optional<CheckpointReady> first, CheckpointReady event) {
        return first.filter(known -> known.step() != event.step())
                .filter(known -> event.evaluation().isEmpty()
                        || known.evaluation().isPresent() && event.step() > known.step()
                        || known.evaluation().equals(event.evaluation()))
                .isPresent();
    }

    public void accept(EvaluationFailed event) {
        if (isDeleted(event.runId())) {
            return;
        }
        failures.accept(event);
        warnings.publish(event.runId());
    }

    /** Its run is stored by its own events, whichever come first. */
    public void accept(ProbeMeasured event) {
        if (deletions.deletedAt(event.checkpoint().runId()).isEmpty()) {
            probes.accept(event);
        }
    }

    /** Whether a run was deleted; neither that nor its other rows change until the transaction ends. */
    private boolean isDeleted(String runId) {
        runs.lock(runId);
        return deletions.deletedAt(runId).isPresent();
    }

    public void accept(MixtureReady event) {
        mixtures.accept(event);
    }

    /** Its runs are stored by their own events, whichever come first. */
    public void accept(StudyUpdated event) {
        if (!deletions.isStudyDeleted(event.studyId(), event.createdAt())) {
            studies.accept(event);
        }
    }
}
