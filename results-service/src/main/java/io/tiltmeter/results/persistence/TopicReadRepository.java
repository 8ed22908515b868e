package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Which partitions were read from their beginning into this database: a new database has none, and so reads them all. */
@Singleton
public class TopicReadRepository implements PanacheRepositoryBase<TopicReadEntity, TopicReadEntity.Id> {
    /**
     * One partition.
     *
     * @param firstRead the first offset when reading began
     * @param begunAt when reading began
     */
    public record TopicRead(String topic, int partition, long firstRead, Instant begunAt) {}

    /** All partitions, by topic and number. */
    public List<TopicRead> all() {
        return listAll(Sort.by("topic", "partition")).stream()
                .map(TopicReadEntity::toRecord)
                .toList();
    }

    /** Stores that a partition is read from its beginning; a second time changes nothing. */
    public void keep(TopicRead read) {
        getEntityManager()
                .createQuery("insert into TopicRead (topic, partition, firstRead, begunAt)"
                        + " values (:topic, :partition, :firstRead, :begunAt)"
                        + " on conflict (topic, partition) do nothing")
                .setParameter("topic", read.topic())
                .setParameter("partition", read.partition())
                .setParameter("firstRead", read.firstRead())
                .setParameter("begunAt", read.begunAt())
                .executeUpdate();
    }

    /** Every partition will be read from its beginning again. */
    public void forgetAll() {
        deleteAll();
    }
}
