package io.tiltmeter.results.persistence;

import io.tiltmeter.results.persistence.TopicReadRepository.TopicRead;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A partition that was read from its beginning; see {@link TopicRead}. */
@Entity(name = "TopicRead")
@Table(name = "topic_read")
@IdClass(TopicReadEntity.Id.class)
public class TopicReadEntity {
    @jakarta.persistence.Id
    String topic;

    @jakarta.persistence.Id
    int partition;

    long firstRead;
    Instant begunAt;

    record Id(String topic, int partition) {}

    TopicRead toRecord() {
        return new TopicRead(topic, partition, firstRead, begunAt);
    }
}
