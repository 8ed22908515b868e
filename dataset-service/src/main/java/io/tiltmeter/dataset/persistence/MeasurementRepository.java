package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The tables of measurements and of the datasets that need them. Every method works within the caller's transaction. */
@Singleton
public class MeasurementRepository {
    private static final RowMapper<StoredMeasurement> MEASUREMENT = (row, context) -> measurement(row);
    private static final RowMapper<Shard> SHARD = (row, context) -> new Shard(
            row.getInt("shard"),
            Json.read(row.getString("examples"), ArtifactRef.class),
            row.getInt("example_count"),
            Optional.ofNullable(row.getString("losses")).map(json -> Json.read(json, ArtifactRef.class)));

    private static final String SELECT = """
            select m.*, coalesce(s.total, 0) as total, coalesce(s.done, 0) as done
            from measurement m left join lateral (
                select sum(example_count) as total, sum(example_count) filter (where losses is not null) as done
                from measurement_shard where measurement_id = m.id) s on true
            """;

    /** Adds a measurement that is to be prepared; false if it is there already. */
    public boolean add(
            Handle handle, String id, Measure measure, StoredCheckpoint model, String sourceId, String template) {
        return handle.createUpdate("""
                        insert into measurement (id, measure, model_name, model, base, source_id, template)
                        values (:id, :measure, :name, :model, :base, :source, :template) on conflict (id) do nothing
                        """)
                        .bind("id", id)
                        .bind("measure", Json.name(measure))
                        .bind("name", model.name())
                        .bind("model", Json.write(model.model()))
                        .bind("base", model.base().map(Json::write).orElse(null))
                        .bind("source", sourceId)
                        .bind("template", template)
                        .execute()
                == 1;
    }

    public Optional<StoredMeasurement> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " where m.id = :id")
                .bind("id", id)
                .map(MEASUREMENT)
                .findOne();
    }

    /** As {@link #find}, and no one else may change it until the transaction ends. */
    public Optional<StoredMeasurement> lock(Handle handle, String id) {
        handle.createQuery("select id from measurement where id = :id for update")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
        return find(handle, id);
    }

    /** Those that a dataset needs. */
    public List<StoredMeasurement> neededBy(Handle handle, String datasetId) {
        return handle.createQuery(SELECT
                        + " join dataset_need n on n.measurement_id = m.id where n.dataset_id = :id order by m.id")
                .bind("id", datasetId)
                .map(MEASUREMENT)
                .list();
    }

    /** Those of a measure that were made of a source, the oldest first. */
    public List<StoredMeasurement> of(Handle handle, String sourceId, Measure measure) {
        return handle.createQuery(
                        SELECT + " where m.source_id = :source and m.measure = :measure order by m.created_at, m.id")
                .bind("source", sourceId)
                .bind("measure", Json.name(measure))
                .map(MEASUREMENT)
                .list();
    }

    /** A dataset cannot be built before a measurement is done. */
    public void need(Handle handle, String datasetId, String measurementId) {
        handle.createUpdate("insert into dataset_need values (:dataset, :measurement) on conflict do nothing")
                .bind("dataset", datasetId)
                .bind("measurement", measurementId)
                .execute();
    }

    /** Datasets that need a measurement and are not built. */
    public List<String> waitingFor(Handle handle, String measurementId) {
        return handle.createQuery("""
                        select n.dataset_id from dataset_need n join dataset d on d.id = n.dataset_id
                        where n.measurement_id = :id and d.status = 'building' order by n.dataset_id
                        """)
                .bind("id", measurementId)
                .mapTo(String.class)
                .list();
    }

    /** Gives a measurement another status; a reason for a failed one only. */
    public void update(Handle handle, String id, StoredMeasurement.Status status, Optional<String> reason) {
        handle.createUpdate("update measurement set status = :status, reason = :reason where id = :id")
                .bind("id", id)
                .bind("status", Json.name(status))
                .bind("reason", reason.orElse(null))
                .execute();
    }

    /** Stores what the results come to. */
    public void storeTotals(Handle handle, String id, Totals totals) {
        handle.createUpdate(
                        "update measurement set unscored = :unscored, tokens = :tokens, longest = :longest where id = :id")
                .bind("id", id)
                .bind("unscored", totals.unscored())
                .bind("tokens", totals.tokens())
                .bind("longest", totals.maxTokens())
                .execute();
    }

    public void addShard(Handle handle, String id, Shard shard) {
        handle.createUpdate("""
                        insert into measurement_shard (measurement_id, shard, examples, example_count)
                        values (:id, :shard, :examples, :count) on conflict do nothing
                        """)
                .bind("id", id)
                .bind("shard", shard.number())
                .bind("examples", Json.write(shard.examples()))
                .bind("count", shard.exampleCount())
                .execute();
    }

    /** Shards in their order. */
    public List<Shard> shards(Handle handle, String id) {
        return handle.createQuery("select * from measurement_shard where measurement_id = :id order by shard")
                .bind("id", id)
                .map(SHARD)
                .list();
    }

    /** Stores a shard's results; false if it has some, or there is no such shard of so many examples. */
    public boolean storeResults(Handle handle, String id, int shard, int exampleCount, ArtifactRef results) {
        return handle.createUpdate("""
                        with answered as (
                            update measurement_shard set losses = :losses
                            where measurement_id = :id and shard = :shard and example_count = :count and losses is null
                            returning measurement_id)
                        update measurement set last_news_at = clock_timestamp()
                        where id in (select measurement_id from answered)
                        """)
                        .bind("id", id)
                        .bind("shard", shard)
                        .bind("count", exampleCount)
                        .bind("losses", Json.write(results))
                        .execute()
                == 1;
    }

    /** Removes a shard's results. */
    public void removeResults(Handle handle, String id, int shard) {
        handle.createUpdate("update measurement_shard set losses = null where measurement_id = :id and shard = :shard")
                .bind("id", id)
                .bind("shard", shard)
                .execute();
    }

    /** Counts a request for shards. */
    public void countRequest(Handle handle, String id) {
        handle.createUpdate("""
                        update measurement set asks = asks + 1, asked_at = clock_timestamp(),
                            last_news_at = clock_timestamp()
                        where id = :id
                        """).bind("id", id).execute();
    }

    /** Measurements that wait, and of which no event came for so long; locked. */
    public List<String> withoutEvents(Handle handle, Duration since) {
        return handle.createQuery("""
                        select id from measurement
                        where status = 'waiting' and last_news_at < clock_timestamp() - :since * interval '1 millisecond'
                        for update skip locked
                        """)
                .bind("since", since.toMillis())
                .mapTo(String.class)
                .list();
    }

    private static StoredMeasurement measurement(ResultSet row) throws SQLException {
        String name = row.getString("model_name");
        int at = name.lastIndexOf('@');
        int step = Integer.parseInt(name.substring(at + 1));
        return new StoredMeasurement(
                row.getString("id"),
                Measure.valueOf(row.getString("measure").toUpperCase(Locale.ROOT)),
                new StoredCheckpoint(
                        name.substring(StoredCheckpoint.PREFIX.length(), at),
                        step,
                        step,
                        Json.read(row.getString("model"), ArtifactRef.class),
                        Optional.ofNullable(row.getString("base")).map(json -> Json.read(json, ArtifactRef.class))),
                row.getString("source_id"),
                row.getString("template"),
                StoredMeasurement.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("reason")),
                row.getInt("asks"),
                Optional.ofNullable(row.getTimestamp("asked_at")).map(java.sql.Timestamp::toInstant),
                row.getLong("done"),
                row.getLong("total"),
                row.getObject("unscored") == null
                        ? Optional.empty()
                        : Optional.of(
                                new Totals(row.getLong("unscored"), row.getLong("tokens"), row.getInt("longest"))));
    }
}
