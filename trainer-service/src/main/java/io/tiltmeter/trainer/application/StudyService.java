package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Workers;
import io.tiltmeter.trainer.application.StudyRequests.PlannedCell;
import io.tiltmeter.trainer.persistence.StoredRun;
import io.tiltmeter.trainer.persistence.StoredStudy;
import io.tiltmeter.trainer.persistence.StudyRepository;
import io.tiltmeter.trainer.study.StudyDesign;
import io.tiltmeter.trainer.study.StudyGrid;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What users do with studies. Where a study is unknown, it throws {@link NotFound} with those that are known. */
@Singleton
public class StudyService {
    private final StudyRequests requests;
    private final StudyRepository studies;
    private final StudyLifecycle lifecycle;
    private final StudyComparison comparison;
    private final RunLifecycle runs;
    private final TrainingWorker training;
    private final Workers workers;

    public StudyService(
            StudyRequests requests,
            StudyRepository studies,
            StudyLifecycle lifecycle,
            StudyComparison comparison,
            RunLifecycle runs,
            TrainingWorker training,
            Workers workers) {
        this.requests = requests;
        this.studies = studies;
        this.lifecycle = lifecycle;
        this.comparison = comparison;
        this.runs = runs;
        this.training = training;
        this.workers = workers;
    }

    /**
     * A study with its runs.
     *
     * @param cells in the order of their acceptance
     * @param runs of the cells, each once
     */
    public record Study(StoredStudy study, List<Cell> cells, List<StoredRun> runs) {}

    /**
     * Some studies, the newest first.
     *
     * @param counts of each study, how many runs have each status
     * @param total studies there are
     */
    public record StudyList(List<StoredStudy> studies, Map<String, Map<RunStatus, Long>> counts, long total) {}

    /**
     * A study that would be started.
     *
     * @param notes what of the request is there twice, in sentences
     */
    public record Planned(
            String studyId, StudyDesign design, boolean dryRun, List<PlannedCell> cells, List<String> notes) {}

    /**
     * What a request would start; nothing is started.
     *
     * @throws InvalidRequest with every fault at once
     */
    public Planned plan(JsonNode json) {
        StudyRequests.Checked checked = requests.read(json);
        List<String> notes = new ArrayList<>(checked.notes());
        List<PlannedCell> cells = requests.cells(checked.studyId(), checked.design(), notes);
        return new Planned(checked.studyId(), checked.design(), checked.dryRun(), cells, notes);
    }

    /**
     * Starts a study, or finds the one of the same id and content.
     *
     * @return what is to be said of it, in sentences
     * @throws io.tiltmeter.servicekit.rest.Conflict if one of the same id has other content
     */
    public List<String> start(Planned planned) {
        int shared = lifecycle.accept(
                planned.studyId(),
                planned.design(),
                planned.cells(),
                stored -> comparison.difference(stored, planned.design()));
        workers.wake();
        List<String> notes = new ArrayList<>(planned.notes());
        if (shared > 0) {
            notes.add(shared + " of " + planned.cells().size()
                    + " cells have the run of another study: identical requests are one run");
        }
        return notes;
    }

    @Transactional
    public Study find(String id) {
        return new Study(studies.get(id), studies.cells(id), studies.runs(id));
    }

    @Transactional
    public StudyList list(Page page) {
        List<StoredStudy> found = studies.studies(page);
        return new StudyList(
                found, studies.counts(found.stream().map(StoredStudy::id).toList()), studies.count());
    }

    /** Stops all runs of a study that have not ended, but for those that another study has which goes on. */
    public void cancel(String id) {
        runs.cancelAll(lifecycle.cancel(id)).forEach(training::cancelled);
    }

    /** Requests the mixtures and suites of a study again, and retries all its runs that have failed. */
    public void retry(String id) {
        lifecycle.retry(id);
        workers.wake();
    }

    /**
     * Adds seeds to a study; those that it has change nothing.
     *
     * @throws InvalidRequest if it would have too many runs
     */
    public void addSeeds(String id, List<Long> seeds) {
        StudyDesign design = find(id).study().design();
        List<Long> further = StudyGrid.distinctSeeds(seeds, new ArrayList<>()).stream()
                .filter(seed -> !design.seeds().contains(seed))
                .toList();
        if (further.isEmpty()) {
            return;
        }
        long total = (long) design.conditions().size() * (design.seeds().size() + further.size());
        if (total > StudyGrid.MAX_RUNS) {
            throw new InvalidRequest(List.of(new Fault(
                    "seeds",
                    total + " runs with these",
                    "at most " + StudyGrid.MAX_RUNS + " runs in a study",
                    "send fewer seeds, or another study")));
        }
        List<Long> all = new ArrayList<>(design.seeds());
        all.addAll(further);
        StudyDesign grown = design.withSeeds(all);
        lifecycle.extend(id, design, grown, requests.furtherCells(id, grown, further));
        workers.wake();
    }

    /**
     * Adds conditions to a study; those that it has change nothing.
     *
     * @throws InvalidRequest with every fault at once
     */
    public void addConditions(String id, JsonNode json) {
        StudyDesign design = find(id).study().design();
        List<Condition> further = requests.furtherConditions(design, json);
        if (further.isEmpty()) {
            return;
        }
        StudyDesign grown = design.withFurther(further);
        lifecycle.extend(id, design, grown, requests.cells(id, grown, further, new ArrayList<>()));
        workers.wake();
    }
}
