package io.tiltmeter.contracts.event;

import java.util.ArrayList;
import java.util.List;

/** Every type of event. */
public final class EventTypes {
    private static final List<EventType<?>> DECLARED = new ArrayList<>();

    public static final EventType<DatasetUpdated> DATASET_UPDATED = type("dataset-updated", 1, DatasetUpdated.class);
    public static final EventType<MixtureReady> MIXTURE_READY = type("mixture-ready", 1, MixtureReady.class);
    public static final EventType<SuiteReady> SUITE_READY = type("suite-ready", 1, SuiteReady.class);
    public static final EventType<RunUpdated> RUN_UPDATED = type("run-updated", 1, RunUpdated.class);
    public static final EventType<CheckpointReady> CHECKPOINT_READY =
            type("checkpoint-ready", 1, CheckpointReady.class);
    public static final EventType<SuiteEvaluated> SUITE_EVALUATED = type("suite-evaluated", 1, SuiteEvaluated.class);
    public static final EventType<ProbeMeasured> PROBE_MEASURED = type("probe-measured", 1, ProbeMeasured.class);
    public static final EventType<EvaluationFailed> EVALUATION_FAILED =
            type("evaluation-failed", 1, EvaluationFailed.class);
    public static final EventType<InversionWarned> INVERSION_WARNED =
            type("inversion-warned", 1, InversionWarned.class);
    public static final EventType<RunImported> RUN_IMPORTED = type("run-imported", 1, RunImported.class);
    public static final EventType<RunAnnotated> RUN_ANNOTATED = type("run-annotated", 1, RunAnnotated.class);
    public static final EventType<RunDeleted> RUN_DELETED = type("run-deleted", 1, RunDeleted.class);
    public static final EventType<StudyUpdated> STUDY_UPDATED = type("study-updated", 1, StudyUpdated.class);
    public static final EventType<StudyDeleted> STUDY_DELETED = type("study-deleted", 1, StudyDeleted.class);
    public static final EventType<StudyDatasetRefused> STUDY_DATASET_REFUSED =
            type("study-dataset-refused", 1, StudyDatasetRefused.class);
    public static final EventType<ExamplesScoringRequested> EXAMPLES_SCORING_REQUESTED =
            type("examples-scoring-requested", 1, ExamplesScoringRequested.class);
    public static final EventType<ExamplesScored> EXAMPLES_SCORED = type("examples-scored", 1, ExamplesScored.class);
    public static final EventType<ExamplesScoringFailed> EXAMPLES_SCORING_FAILED =
            type("examples-scoring-failed", 1, ExamplesScoringFailed.class);

    /** In the order of their declaration. */
    public static final List<EventType<?>> ALL = List.copyOf(DECLARED);

    private EventTypes() {}

    private static <T> EventType<T> type(String topic, int version, Class<T> payload) {
        EventType<T> type = new EventType<>(topic, version, payload);
        DECLARED.add(type);
        return type;
    }
}
