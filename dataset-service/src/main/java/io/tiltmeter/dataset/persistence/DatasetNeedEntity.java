package io.tiltmeter.dataset.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A dataset that cannot be built before a measurement is done. */
@Entity(name = "DatasetNeed")
@Table(name = "dataset_need")
@IdClass(DatasetNeedEntity.Key.class)
public class DatasetNeedEntity {
    @Id
    String datasetId;

    @Id
    String measurementId;

    record Key(String datasetId, String measurementId) {}
}
