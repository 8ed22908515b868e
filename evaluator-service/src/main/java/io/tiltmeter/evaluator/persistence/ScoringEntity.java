package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** A shard of examples to be measured. It is open until its measurements were published, and again when it is requested again. */
@Entity(name = "Scoring")
@Table(name = "scoring")
public class ScoringEntity extends WorkEntity {
    /** That of its work too. */
    @Id
    String id;

    String requestId;

    /** The newest one, an {@link ExamplesScoringRequested} as JSON. */
    String request;

    /** An {@link ExamplesScored} as JSON, as published last; null if that was never, or for another request. */
    String event;

    StoredScoring toRecord(StoredWork work) {
        return new StoredScoring(task(), publishedEvent(), acceptedAt, work);
    }

    ScoringTask task() {
        return new ScoringTask(Json.read(request, ExamplesScoringRequested.class));
    }

    Optional<ExamplesScored> publishedEvent() {
        return Optional.ofNullable(event).map(json -> Json.read(json, ExamplesScored.class));
    }
}
