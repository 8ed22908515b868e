package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.trainer.study.StudyDesign;
import java.time.Instant;
import java.util.List;

/**
 * A row of the studies.
 *
 * @param id the study
 * @param design what its runs are
 * @param revision counts up with every change of the design
 * @param createdAt when the request was accepted
 * @param updatedAt when the design changed last
 */
public record StoredStudy(String id, StudyDesign design, long revision, Instant createdAt, Instant updatedAt) {
    /** The event that publishes it. */
    public StudyUpdated toEvent(List<Cell> cells) {
        return new StudyUpdated(
                id,
                revision,
                design.settings(),
                design.conditions(),
                design.seeds(),
                cells,
                design.datasets().mixtures(),
                design.datasets().suites(),
                design.compare(),
                design.criteria(),
                createdAt,
                updatedAt);
    }
}
