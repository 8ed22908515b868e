package io.tiltmeter.dataset.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Status;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of measurements and of the datasets that need them. Every method works within the caller's transaction. */
@Singleton
public class MeasurementRepository implements PanacheRepositoryBase<MeasurementEntity, String> {
    /** With the examples of its shards, those that have results first. */
    private static final String WITH_EXAMPLES = """
            select m as measurement,
                (select coalesce(sum(s.exampleCount), 0) from Shard s
                    where s.measurementId = m.id and s.results is not null) as done,
                (select coalesce(sum(s.exampleCount), 0) from Shard s where s.measurementId = m.id) as total
            """;

    /** Adds a measurement that is to be prepared; false if it is there already. */
    public boolean add(String id, Measure measure, StoredCheckpoint model, String sourceId, String template) {
        return getEntityManager()
                        .createQuery("""
                                insert into Measurement (id, measure, modelName, model, base, sourceId, template)
                                values (:id, :measure, :name, :model, :base, :source, :template)
                                on conflict (id) do nothing
                                """)
                        .setParameter("id", id)
                        .setParameter("measure", measure)
                        .setParameter("name", model.name())
                        .setParameter("model", Json.write(model.model()))
                        .setParameter("base", model.base().map(Json::write).orElse(null))
                        .setParameter("source", sourceId)
                        .setParameter("template", template)
                        .executeUpdate()
                == 1;
    }

    public Optional<StoredMeasurement> measurement(String id) {
        return records(query(WITH_EXAMPLES + "from Measurement m where m.id = :id")
                        .setParameter("id", id))
                .findFirst();
    }

    /** As {@link #measurement}, and no one else may change it until the transaction ends; to be the first look at it. */
    public Optional<StoredMeasurement> lock(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).flatMap(locked -> measurement(id));
    }

    /** Those that each of these datasets needs; a dataset that needs none is absent. */
    public Map<String, List<StoredMeasurement>> neededBy(Collection<String> datasetIds) {
        return query(WITH_EXAMPLES + """
                        , n.datasetId as datasetId
                        from Measurement m join DatasetNeed n on n.measurementId = m.id
                        where n.datasetId in :ids order by m.id
                        """)
                .setParameter("ids", datasetIds)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> row.get("datasetId", String.class),
                        Collectors.mapping(MeasurementRepository::toRecord, Collectors.toList())));
    }

    /** Those of a measure that were made of each of these sources, the oldest first; a source without any is absent. */
    public Map<String, List<StoredMeasurement>> of(Collection<String> sourceIds, Measure measure) {
        return records(query(WITH_EXAMPLES + """
                                from Measurement m where m.sourceId in :ids and m.measure = :measure
                                order by m.createdAt, m.id
                                """).setParameter("ids", sourceIds).setParameter("measure", measure))
                .collect(Collectors.groupingBy(StoredMeasurement::sourceId));
    }

    private TypedQuery<Tuple> query(String hql) {
        return getEntityManager().createQuery(hql, Tuple.class);
    }

    private static Stream<StoredMeasurement> records(TypedQuery<Tuple> query) {
        return query.getResultStream().map(MeasurementRepository::toRecord);
    }

    private static StoredMeasurement toRecord(Tuple row) {
        return row.get("measurement", MeasurementEntity.class)
                .toRecord(row.get("done", Long.class), row.get("total", Long.class));
    }

    /** A dataset cannot be built before a measurement is done. */
    public void need(String datasetId, String measurementId) {
        getEntityManager()
                .createQuery("insert into DatasetNeed (datasetId, measurementId) values (:dataset, :measurement)"
                        + " on conflict (datasetId, measurementId) do nothing")
                .setParameter("dataset", datasetId)
                .setParameter("measurement", measurementId)
                .executeUpdate();
    }

    /** Datasets that need a measurement and are not built. */
    public List<String> waitingFor(String measurementId) {
        return getEntityManager()
                .createQuery("""
                        select n.datasetId from DatasetNeed n join Dataset d on d.id = n.datasetId
                        where n.measurementId = :id and d.state.status = BUILDING order by n.datasetId
                        """, String.class)
                .setParameter("id", measurementId)
                .getResultList();
    }

    /** Gives a measurement another status; a reason for a failed one only. */
    public void changeStatus(String id, Status status, Optional<String> reason) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).changeStatus(status, reason);
    }

    /** Stores what the results come to. */
    public void storeTotals(String id, Totals totals) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).storeTotals(totals);
    }

    /** Counts a request for shards. */
    public void countRequest(String id) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).countRequest(now());
    }

    /** An event of a shard came. */
    public void noteEvent(String id) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).noteEvent(now());
    }

    /** Native: the database's clock, since those of replicas differ. */
    private Instant now() {
        return (Instant) getEntityManager()
                .createNativeQuery("select clock_timestamp()", Instant.class)
                .getSingleResult();
    }

    /** Measurements that wait, and of which no event came for so long; locked. Native: by the database's clock. */
    public List<String> lockWithoutEvents(Duration since) {
        return getEntityManager()
                .createNativeQuery("""
                        select id from measurement
                        where status = 'waiting'
                            and last_event_at < clock_timestamp() - :since * interval '1 millisecond'
                        for update skip locked
                        """, String.class)
                .setParameter("since", since.toMillis())
                .getResultStream()
                .map(String.class::cast)
                .toList();
    }
}
