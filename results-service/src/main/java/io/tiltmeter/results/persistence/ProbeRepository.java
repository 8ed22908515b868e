package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;

/** What probes measured. */
@Singleton
public class ProbeRepository implements PanacheRepositoryBase<ProbeMeasurementEntity, ProbeMeasurementEntity.Id> {
    /** Stores a measurement, unless one of a newer version is stored, or one of the same version that finished earlier. */
    public void accept(ProbeMeasured event) {
        getEntityManager()
                .createNativeQuery("""
                        insert into probe_measurement as p
                            (run_id, step, suite_id, arm, probe, probe_version, finished_at, document)
                        values (:run, :step, :suite, :arm, :probe, :version, :finished, :document)
                        on conflict (run_id, step, suite_id, arm, probe) do update
                        set probe_version = excluded.probe_version, finished_at = excluded.finished_at,
                            document = excluded.document
                        where excluded.probe_version > p.probe_version
                            or (excluded.probe_version = p.probe_version and excluded.finished_at < p.finished_at)
                        """)
                .setParameter("run", event.checkpoint().runId())
                .setParameter("step", event.checkpoint().step())
                .setParameter("suite", event.suite().suiteId())
                .setParameter("arm", event.arm())
                .setParameter("probe", event.probe())
                .setParameter("version", event.probeVersion())
                .setParameter("finished", event.execution().finishedAt())
                .setParameter("document", Json.write(event))
                .executeUpdate();
    }

    /** The measurements of a run, by probe, suite and arm, and of each by ascending step. */
    public List<ProbeMeasured> ofRun(String runId) {
        return getEntityManager()
                .createQuery(
                        "select document from ProbeMeasurement where runId = :run order by probe, suiteId, arm, step",
                        ProbeMeasured.class)
                .setParameter("run", runId)
                .getResultList();
    }

    /** What one probe measured in some runs. */
    public List<ProbeMeasured> ofRuns(Collection<String> runIds, String probe) {
        return getEntityManager()
                .createQuery(
                        "select document from ProbeMeasurement where runId in :runs and probe = :probe",
                        ProbeMeasured.class)
                .setParameter("runs", runIds)
                .setParameter("probe", probe)
                .getResultList();
    }
}
