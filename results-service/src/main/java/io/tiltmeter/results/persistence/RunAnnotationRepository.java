package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What users say of runs. An older event changes nothing. */
@Singleton
public class RunAnnotationRepository implements PanacheRepositoryBase<RunAnnotationEntity, String> {
    /** Stores an annotation, unless a newer one is stored. The caller holds the lock of the run. */
    public void accept(RunAnnotated event) {
        Optional<RunAnnotationEntity> stored = findByIdOptional(event.runId());
        if (stored.isEmpty() || event.isAfter(stored.get().event())) {
            RunAnnotation annotation = event.annotation();
            RunAnnotationEntity row = stored.orElseGet(RunAnnotationEntity::new);
            row.runId = event.runId();
            row.revision = event.revision();
            row.name = annotation.name().orElse(null);
            row.tags = annotation.tags().toArray(String[]::new);
            row.note = annotation.note().orElse(null);
            row.archived = annotation.archived();
            row.annotatedAt = event.annotatedAt();
            persist(row);
        }
    }
}
