package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.persistence.StudyRepository;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads studies. Within the caller's transaction. */
@Singleton
public class StudyQueries {
    private static final int MAX_KNOWN = 20;

    private final StudyRepository studies;
    private final StudyCells cells;
    private final VerdictQueries verdicts;
    private final StudyComparison comparison;
    private final SettingEffects effects;
    private final CriterionQueries criteria;

    public StudyQueries(
            StudyRepository studies,
            StudyCells cells,
            VerdictQueries verdicts,
            StudyComparison comparison,
            SettingEffects effects,
            CriterionQueries criteria) {
        this.studies = studies;
        this.cells = cells;
        this.verdicts = verdicts;
        this.comparison = comparison;
        this.effects = effects;
        this.criteria = criteria;
    }

    /** The newest first. */
    public List<StudyUpdated> list(Page page) {
        return studies.studies(page.limit(), page.offset());
    }

    public long count() {
        return studies.count();
    }

    /** The status of each run of these studies of which an event has arrived. */
    public Map<String, RunStatus> statuses(List<StudyUpdated> some) {
        return studies.statuses(some.stream()
                .flatMap(study -> study.cells().stream())
                .map(Cell::runId)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * What a study has found.
     *
     * @throws NotFound if no event of it has arrived; it lists the newest studies
     */
    public StudyMatrix matrix(String id, SeriesQuery query) {
        StudyUpdated study = studies.study(id).orElseThrow(() -> new NotFound("study", id, studies.ids(MAX_KNOWN)));
        Map<String, List<CellFinding>> found = cells.scored(study, query);
        found.replaceAll((condition, own) -> own.stream()
                .map(cell -> new CellFinding(
                        cell.cell(), cell.run(), cell.scored(), cell.scored().flatMap(verdicts::judge)))
                .toList());
        List<String> notes = new ArrayList<>();
        List<ConditionFinding> conditions = comparison.compare(found, notes);
        return new StudyMatrix(
                study,
                found.values().stream().flatMap(List::stream).toList(),
                conditions,
                effects.effects(study, found, conditions),
                criteria.judge(study),
                notes);
    }
}
