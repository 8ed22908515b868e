package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A score that was published for an evaluation, which happens once. */
@Entity(name = "PublishedScore")
@Table(name = "published_score")
@IdClass(PublishedScoreEntity.Key.class)
public class PublishedScoreEntity {
    @Id
    String runId;

    @Id
    int step;

    @Id
    String suiteId;

    @Id
    String arm;

    @Id
    String scorer;

    @Id
    int version;

    @Id
    String settings;

    /** All of it. */
    record Key(String runId, int step, String suiteId, String arm, String scorer, int version, String settings) {}
}
