package io.tiltmeter.results.persistence;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which partitions this database has read from their beginning. It is lost with the database, and that is its use. */
@Singleton
public class TopicReadStore {
    /**
     * One partition.
     *
     * @param firstRead the offset of the first record that was there when reading began
     * @param begunAt when it began
     */
    public record TopicRead(String topic, int partition, long firstRead, Instant begunAt) {}

    /** All of them, by topic and partition. */
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

    /** Whether a partition is one of them. */
    public boolean holds(Handle handle, String topic, int partition) {
        return handle.createQuery(
                        "select exists (select 1 from topic_read where topic = :topic and partition = :partition)")
                .bind("topic", topic)
                .bind("partition", partition)
                .mapTo(Boolean.class)
                .one();
    }

    /** Remembers that a partition is read from here on; a second time changes nothing. */
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
     * Forgets all of them, so that every topic is read from its beginning once more.
     *
     * @return how many partitions there were
     */
    public int forget(Handle handle) {
        return handle.createUpdate("delete from topic_read").execute();
    }
}
