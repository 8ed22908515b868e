package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/** Which changes of live warnings were published. */
@Singleton
public class WarningRepository {
    /**
     * Makes other transactions that would publish warnings of this run wait until this one ends, so that they see what
     * it stored: no change is missed when two evaluations are stored at the same time.
     */
    public void lock(Handle handle, String runId) {
        handle.createQuery("select pg_advisory_xact_lock(hashtext('tiltmeter.results.warning'), hashtext(:run))")
                .bind("run", runId)
                .mapTo(String.class)
                .list();
    }

    /**
     * Stores that a change is published.
     *
     * @return false if it was published before
     */
    public boolean add(Handle handle, String runId, String suiteId, int step, WarningState state) {
        return handle.createUpdate("""
                                insert into warning_told (run_id, suite_id, step, state)
                                values (:run, :suite, :step, :state) on conflict do nothing
                                """)
                        .bind("run", runId)
                        .bind("suite", suiteId)
                        .bind("step", step)
                        .bind("state", Json.name(state))
                        .execute()
                == 1;
    }
}
