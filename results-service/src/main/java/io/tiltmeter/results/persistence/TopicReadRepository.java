package io.tiltmeter.results.persistence;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which partitions were read from their beginning into this database: a new database has none, and so reads them all. */
@Singleton
public class TopicReadRepository {
    /**
     * One partition.
     *
     * @param firstRead the first offset when reading began
     * @param begunAt when reading began
     */
    public record TopicRead(String topic, int partition, long firstRead, Instant begunAt) {}

    /** All partitions, by topic and number. */
    public List<TopicRead> all(Handle handle) {
        return handle.createQuery(
                        "select topic, partition, first_read, begun_at from topic_read order by topic, partition")
                .map((row, context) -> new TopicRead(
                        row.getString("topic"),
                        row.getInt("partition"),
                        row.getLong("first_read"),
                        row.getTimestamp("begun_at").toInstant()))
                .list();
    }

    public boolean holds(Handle handle, String topic, int partition) {
        return handle.createQuery(
                        "select exists (select 1 from topic_read where topic = :topic and partition = :partition)")
                .bind("topic", topic)
                .bind("partition", partition)
                .mapTo(Boolean.class)
                .one();
    }

    /** Stores that a partition is read from its beginning; a second time changes nothing. */
    public void keep(Handle handle, TopicRead read) {
        handle.createUpdate("""
                        insert into topic_read (topic, partition, first_read, begun_at)
                        values (:topic, :partition, :firstRead, :begunAt) on conflict do nothing
                        """)
                .bind("topic", read.topic())
                .bind("partition", read.partition())
                .bind("firstRead", read.firstRead())
                .bind("begunAt", read.begunAt())
                .execute();
    }

    /**
     * Deletes all, so that every topic is read from its beginning again.
     *
     * @return the number of partitions
     */
    public int forget(Handle handle) {
        return handle.createUpdate("delete from topic_read").execute();
    }
}
