package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import java.time.Instant;

/**
 * A mixture or suite that a study requests cannot be accepted. The study's runs that name it fail; a further revision of the study
 * requests it again. Key: the study id.
 *
 * @param studyId the study
 * @param revision of the study that requested it
 * @param kind which of the two it is
 * @param datasetId the id that it was to have; another dataset may have it
 * @param reason every fault of the request, with its remedy
 * @param refusedAt when
 */
public record StudyDatasetRefused(
        String studyId, long revision, Kind kind, String datasetId, String reason, Instant refusedAt) {
    public StudyDatasetRefused {
        Id.checked("study id", studyId);
        Id.checked("dataset id", datasetId);
    }
}
