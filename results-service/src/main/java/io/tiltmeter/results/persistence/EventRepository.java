package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.MixtureReady;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Events that the evidence of runs is made of. */
@Singleton
public class EventRepository {
    /** Stores a mixture; a second time changes nothing. */
    public void accept(Handle handle, MixtureReady event) {
        handle.createUpdate("""
                        insert into mixture (mixture_id, document) values (:id, :document) on conflict do nothing
                        """)
                .bind("id", event.mixtureId())
                .bind("document", Documents.write(event))
                .execute();
    }

    /** A mixture, if its event arrived. */
    public Optional<MixtureReady> mixture(Handle handle, String mixtureId) {
        return handle.createQuery("select document from mixture where mixture_id = :id")
                .bind("id", mixtureId)
                .mapTo(String.class)
                .findOne()
                .map(text -> Documents.read(text, MixtureReady.class));
    }

    /**
     * The events of the evaluations of a run as JSON, in the order of their identities.
     *
     * @param prefix of the ids of their work
     */
    public List<String> evaluations(Handle handle, String prefix) {
        return handle.createQuery(
                        "select payload from work_item where starts_with(id, :prefix) order by id collate \"C\"")
                .bind("prefix", prefix)
                .mapTo(String.class)
                .list();
    }
}
