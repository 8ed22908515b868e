package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.trainer.application.StudyService.StudyList;
import io.tiltmeter.trainer.persistence.StoredStudy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Some studies, the newest first.
 *
 * @param total studies there are
 */
public record StudyListResponse(List<StudySummary> studies, long total, int limit, int offset) {
    /**
     * A study.
     *
     * @param conditions their names, the reference first
     * @param runsByStatus how many runs have each status
     */
    public record StudySummary(
            String studyId,
            List<String> conditions,
            List<Long> seeds,
            Map<RunStatus, Long> runsByStatus,
            Instant createdAt,
            Instant updatedAt) {
        private static StudySummary of(StoredStudy study, Map<RunStatus, Long> counts) {
            return new StudySummary(
                    study.id(),
                    study.design().conditions().stream().map(Condition::name).toList(),
                    study.design().seeds(),
                    counts,
                    study.createdAt(),
                    study.updatedAt());
        }
    }

    static StudyListResponse of(StudyList list, Page page) {
        return new StudyListResponse(
                list.studies().stream()
                        .map(study -> StudySummary.of(study, list.counts().getOrDefault(study.id(), Map.of())))
                        .toList(),
                list.total(),
                page.limit(),
                page.offset());
    }
}
