package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The newest annotation of a run that arrived; the run itself may not have arrived. */
@Entity(name = "RunAnnotation")
@Table(name = "run_annotation")
public class RunAnnotationEntity {
    @Id
    String runId;

    long revision;
    String name;
    String[] tags;
    String note;
    boolean archived;
    Instant annotatedAt;

    RunAnnotated event() {
        return new RunAnnotated(
                runId,
                revision,
                new RunAnnotation(Optional.ofNullable(name), List.of(tags), Optional.ofNullable(note), archived),
                annotatedAt);
    }
}
