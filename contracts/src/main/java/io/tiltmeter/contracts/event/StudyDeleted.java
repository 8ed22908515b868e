package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * A study was deleted. Each of its runs that was deleted with it has a {@link RunDeleted} of its own. Identity: the study id. Key:
 * the study id.
 *
 * @param studyId the study
 * @param deletedAt when
 */
public record StudyDeleted(String studyId, Instant deletedAt) {
    public StudyDeleted {
        Id.checked("study id", studyId);
    }
}
