package io.tiltmeter.contracts.event;

import java.util.List;

/** Every type of event. */
public final class EventTypes {
    public static final EventType<DatasetUpdated> DATASET_UPDATED =
            new EventType<>("dataset-updated", 1, DatasetUpdated.class);
    public static final EventType<MixtureReady> MIXTURE_READY = new EventType<>("mixture-ready", 1, MixtureReady.class);
    public static final EventType<SuiteReady> SUITE_READY = new EventType<>("suite-ready", 1, SuiteReady.class);
    public static final EventType<RunUpdated> RUN_UPDATED = new EventType<>("run-updated", 1, RunUpdated.class);
    public static final EventType<CheckpointReady> CHECKPOINT_READY =
            new EventType<>("checkpoint-ready", 1, CheckpointReady.class);
    public static final EventType<SuiteEvaluated> SUITE_EVALUATED =
            new EventType<>("suite-evaluated", 1, SuiteEvaluated.class);
    public static final EventType<EvaluationFailed> EVALUATION_FAILED =
            new EventType<>("evaluation-failed", 1, EvaluationFailed.class);
    public static final EventType<InversionWarned> INVERSION_WARNED =
            new EventType<>("inversion-warned", 1, InversionWarned.class);
    public static final EventType<RunImported> RUN_IMPORTED = new EventType<>("run-imported", 1, RunImported.class);
    public static final EventType<ExamplesScoringRequested> EXAMPLES_SCORING_REQUESTED =
            new EventType<>("examples-scoring-requested", 1, ExamplesScoringRequested.class);
    public static final EventType<ExamplesScored> EXAMPLES_SCORED =
            new EventType<>("examples-scored", 1, ExamplesScored.class);
    public static final EventType<ExamplesScoringFailed> EXAMPLES_SCORING_FAILED =
            new EventType<>("examples-scoring-failed", 1, ExamplesScoringFailed.class);

    public static final List<EventType<?>> ALL = List.of(
            DATASET_UPDATED,
            MIXTURE_READY,
            SUITE_READY,
            RUN_UPDATED,
            CHECKPOINT_READY,
            SUITE_EVALUATED,
            EVALUATION_FAILED,
            INVERSION_WARNED,
            RUN_IMPORTED,
            EXAMPLES_SCORING_REQUESTED,
            EXAMPLES_SCORED,
            EXAMPLES_SCORING_FAILED);

    private EventTypes() {}
}
