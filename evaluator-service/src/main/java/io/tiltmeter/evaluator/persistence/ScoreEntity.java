package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** What a scorer made of responses. Another version, or other settings, never take the place of this one. */
@Entity(name = "Score")
@Table(name = "score")
@IdClass(ScoreEntity.Key.class)
public class ScoreEntity {
    @Id
    String identity;

    @Id
    String scorer;

    @Id
    int version;

    @Id
    String settings;

    /** A {@link StoredScore} as JSON. */
    String document;

    StoredScore toRecord() {
        return Json.read(document, StoredScore.class);
    }

    ScorerId scorerId() {
        return new ScorerId(scorer, version, settings);
    }

    /** What it is found by. */
    record Key(String identity, String scorer, int version, String settings) {}
}
