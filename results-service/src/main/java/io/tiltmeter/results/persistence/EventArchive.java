package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The events that were accepted as work, for evidence, and so that none is worked on twice: items of work are deleted some
 * time after they are done.
 */
@Singleton
public class EventArchive implements PanacheRepositoryBase<ArchivedEventEntity, String> {
    /**
     * Stores an event.
     *
     * @param id of its work
     * @param payload JSON
     * @return false if one of this id is stored: nothing was changed
     */
    public boolean add(String id, String topic, String runId, String payload) {
        return getEntityManager()
                        .createQuery("insert into ArchivedEvent (id, topic, runId, payload)"
                                + " values (:id, :topic, :run, :payload) on conflict (id) do nothing")
                        .setParameter("id", id)
                        .setParameter("topic", topic)
                        .setParameter("run", runId)
                        .setParameter("payload", payload)
                        .executeUpdate()
                == 1;
    }

    /** The events of a topic about a run as JSON, in the order of their ids. */
    public List<String> events(String topic, String runId) {
        return getEntityManager()
                .createQuery(
                        "select payload from ArchivedEvent where runId = :run and topic = :topic order by id",
                        String.class)
                .setParameter("run", runId)
                .setParameter("topic", topic)
                .getResultList();
    }
}
