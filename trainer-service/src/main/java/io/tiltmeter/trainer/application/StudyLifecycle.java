package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.StudyDatasetRefused;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.trainer.application.StudyRequests.PlannedCell;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredRun;
import io.tiltmeter.trainer.persistence.StoredStudy;
import io.tiltmeter.trainer.persistence.StudyRepository;
import io.tiltmeter.trainer.study.StudyDesign;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every change of a study, with its runs and its event in the same transaction. Locks are taken as {@link RunLifecycle} takes them. */
@Singleton
public class StudyLifecycle {
    private final StudyRepository studies;
    private final RunRepository runs;
    private final DatasetRepository datasets;
    private final RunLifecycle lifecycle;
    private final Outbox outbox;

    public StudyLifecycle(
            StudyRepository studies,
            RunRepository runs,
            DatasetRepository datasets,
            RunLifecycle lifecycle,
            Outbox outbox) {
        this.studies = studies;
        this.runs = runs;
        this.datasets = datasets;
        this.lifecycle = lifecycle;
        this.outbox = outbox;
    }

    /**
     * A new study with its runs, each waiting or queued; or the one of the same id and content.
     *
     * @param difference what a stored study has otherwise; empty if nothing
     * @return how many of its cells have runs of other studies; 0 if the study was there
     * @throws Conflict if one of the same id has other content
     * @throws InvalidRequest if one of its runs would wait for itself
     */
    @Transactional
    public int accept(
            String id,
            StudyDesign design,
            List<PlannedCell> planned,
            Function<StudyDesign, Optional<String>> difference) {
        runs.lockStarts();
        Optional<StoredStudy> existing = studies.study(id);
        if (existing.isPresent()) {
            difference.apply(existing.get().design()).ifPresent(differs -> {
                throw new Conflict("study " + id + " is there with other content: " + differs
                        + "; send another study_id, or the same content");
            });
            return 0;
        }
        studies.insert(id, design);
        return start(id, design, 0, planned);
    }

    /**
     * Adds seeds or conditions to a study, with their runs.
     *
     * @param before the design when the runs were planned
     * @param after the design with them
     * @param planned the further cells
     * @throws Conflict if it has changed since then
     */
    @Transactional
    public void extend(String id, StudyDesign before, StudyDesign after, List<PlannedCell> planned) {
        runs.lockStarts();
        StoredStudy study = studies.getLocked(id);
        if (!study.design().equals(before)) {
            throw new Conflict("study " + id + " has gained seeds or conditions at the same time; send it again");
        }
        studies.store(id, after);
        start(id, after, studies.cells(id).size(), planned);
    }

    private int start(String id, StudyDesign design, int position, List<PlannedCell> planned) {
        expectDatasets(design);
        Set<String> taken = new HashSet<>(runs.takenIds());
        List<Optional<String>> hashes = planned.stream()
                .map(cell -> Optional.of(cell)
                        .filter(PlannedCell::isSharedBetweenStudies)
                        .map(PlannedCell::requestSha256))
                .toList();
        Map<String, String> shared =
                studies.sharedRuns(hashes.stream().flatMap(Optional::stream).toList());
        List<Cell> cells = new ArrayList<>();
        for (PlannedCell cell : planned) {
            String runId = Optional.ofNullable(shared.get(cell.requestSha256()))
                    .or(() -> cell.sameAs().map(same -> cells.get(same).runId()))
                    .orElseGet(() -> add(cell, taken));
            cells.add(new Cell(cell.condition().name(), cell.seed(), runId));
        }
        studies.insertCells(id, position, cells, hashes);
        publish(id);
        return (int) hashes.stream()
                .flatMap(Optional::stream)
                .filter(shared::containsKey)
                .count();
    }

    /**
     * Marks a study as cancelled; none that comes later shares its runs.
     *
     * @return its runs that no other study has which goes on
     */
    @Transactional
    public List<String> cancel(String id) {
        runs.lockStarts();
        studies.getLocked(id);
        studies.markCancelled(id);
        return studies.runsOfNoOther(id);
    }

    /** Retries the runs of a study that have failed, once its mixtures and suites are requested again. */
    @Transactional
    public void retry(String id) {
        runs.lockStarts();
        StudyDesign design = studies.getLocked(id).design();
        if (!design.datasets().isEmpty()) {
            expectDatasets(design);
            studies.store(id, design);
            publish(id);
        }
        lifecycle.retryAll(studies.runs(id).stream().map(StoredRun::id).toList());
    }

    /**
     * A mixture or suite of a study cannot be accepted: the study's runs that name it fail, but for those that another study has.
     * The refusal of an earlier revision changes nothing, since the newest requests it again.
     *
     * @return the runs that fail
     */
    public List<String> datasetRefused(StudyDatasetRefused event) {
        Optional<StoredStudy> study = studies.study(event.studyId());
        if (study.isEmpty() || study.get().revision() > event.revision()) {
            return List.of();
        }
        List<String> own = studies.runsOfNoOther(event.studyId());
        return lifecycle.failAll(
                studies.runs(event.studyId()).stream()
                        .filter(run -> own.contains(run.id()) && names(run.settings(), event))
                        .map(StoredRun::id)
                        .toList(),
                Json.name(event.kind()) + " " + event.datasetId() + " of study " + event.studyId() + ": "
                        + event.reason());
    }

    private static boolean names(RunSettings settings, StudyDatasetRefused event) {
        return event.kind() == Kind.MIXTURE
                ? settings.mixture().equals(event.datasetId())
                : settings.neededSuites().stream().anyMatch(each -> SuiteRef.isMeantBy(each, event.datasetId()));
    }

    private void expectDatasets(StudyDesign design) {
        for (Kind kind : Kind.values()) {
            datasets.expectAgain(kind, design.datasets().ids(kind, design.seeds()));
        }
    }

    private void publish(String id) {
        outbox.appendLatest(EventTypes.STUDY_UPDATED, id, studies.get(id).toEvent(studies.cells(id)));
    }

    private String add(PlannedCell cell, Set<String> taken) {
        try {
            String runId =
                    lifecycle.add(cell.request(), Optional.empty(), taken).id();
            taken.add(runId);
            runs.release();
            return runId;
        } catch (InvalidRequest e) {
            throw new InvalidRequest(e.faults().stream()
                    .map(fault -> new Fault(
                            "runs." + fault.field(),
                            fault.value(),
                            fault.limit() + " (condition " + cell.condition().name() + ")",
                            fault.remedy()))
                    .toList());
        }
    }
}
