package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/** Which moves of live warnings were told. */
@Singleton
public class WarningStore {
    /**
     * Makes everyone else who would tell of this run wait until the transaction ends: what they read then holds what
     * this transaction stored, so that no move is missed between two evaluations that are stored at the same time.
     */
    public void lock(Handle handle, String runId) {
        handle.createQuery("select pg_advisory_xact_lock(hashtext('tiltmeter.results.warning'), hashtext(:run))")
                .bind("run", runId)
                .mapTo(String.class)
                .list();
    }

    /**
     * Notes that a move is told.
     *
     * @return false if it was told before
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
