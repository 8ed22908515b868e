package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** A row of the shards of measurements; see {@link Shard}. */
@Entity(name = "Shard")
@Table(name = "measurement_shard")
@IdClass(ShardEntity.Key.class)
public class ShardEntity {
    @Id
    String measurementId;

    @Id
    int shard;

    @Convert(converter = ArtifactRefConverter.class)
    ArtifactRef examples;

    int exampleCount;

    @Convert(converter = ArtifactRefConverter.class)
    ArtifactRef results;

    record Key(String measurementId, int shard) {}

    static ShardEntity of(String measurementId, Shard stored) {
        ShardEntity shard = new ShardEntity();
        shard.measurementId = measurementId;
        shard.shard = stored.number();
        shard.examples = stored.examples();
        shard.exampleCount = stored.exampleCount();
        return shard;
    }

    boolean waitsFor(int examples) {
        return results == null && exampleCount == examples;
    }

    void storeResults(ArtifactRef stored) {
        results = stored;
    }

    void removeResults() {
        results = null;
    }

    Shard toRecord() {
        return new Shard(shard, examples, exampleCount, Optional.ofNullable(results));
    }

    @Converter
    @Immutable
    static class ArtifactRefConverter extends JsonConverter<ArtifactRef> {
        ArtifactRefConverter() {
            super(ArtifactRef.class);
        }
    }
}
