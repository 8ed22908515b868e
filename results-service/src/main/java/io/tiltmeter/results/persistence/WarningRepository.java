package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;

/** Which changes of live warnings were published. */
@Singleton
public class WarningRepository implements PanacheRepositoryBase<AnnouncedWarningEntity, AnnouncedWarningEntity.Id> {
    /**
     * Stores that a change is published.
     *
     * @return false if it was published before
     */
    public boolean add(String runId, String suiteId, int step, WarningState state) {
        return getEntityManager()
                        .createQuery("insert into AnnouncedWarning (runId, suiteId, step, state)"
                                + " values (:run, :suite, :step, :state)"
                                + " on conflict (runId, suiteId, step, state) do nothing")
                        .setParameter("run", runId)
                        .setParameter("suite", suiteId)
                        .setParameter("step", step)
                        .setParameter("state", Json.name(state))
                        .executeUpdate()
                == 1;
    }
}
