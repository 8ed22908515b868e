package io.tiltmeter.dataset.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The table of shards of measurements. Every method works within the caller's transaction. */
@Singleton
public class ShardRepository implements PanacheRepositoryBase<ShardEntity, ShardEntity.Key> {
    /** Adds the shards of a measurement that has none. */
    public void add(String measurementId, List<Shard> shards) {
        persist(shards.stream().map(shard -> ShardEntity.of(measurementId, shard)));
    }

    /** Shards in their order. */
    public List<Shard> shards(String measurementId) {
        return find("measurementId", Sort.ascending("shard"), measurementId).stream()
                .map(ShardEntity::toRecord)
                .toList();
    }

    /** Stores a shard's results; false if it has some, or there is no such shard of so many examples. */
    public boolean storeResults(String measurementId, int shard, int exampleCount, ArtifactRef results) {
        Optional<ShardEntity> waiting = findByIdOptional(new ShardEntity.Key(measurementId, shard))
                .filter(found -> found.waitsFor(exampleCount));
        waiting.ifPresent(found -> found.storeResults(results));
        return waiting.isPresent();
    }

    /** Removes a shard's results. */
    public void removeResults(String measurementId, int shard) {
        findById(new ShardEntity.Key(measurementId, shard)).removeResults();
    }
}
