package io.tiltmeter.servicekit.work;

import io.tiltmeter.servicekit.persistence.EnumConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A row of the work table; see {@link WorkItem}. */
@Entity(name = "WorkItem")
@Table(name = "work_item")
public class WorkItemEntity {
    @Id
    String id;

    /** Counts up in the order of acceptance. */
    @Column(insertable = false, updatable = false)
    long seq;

    String kind;
    String affinity;
    String payload;

    @Convert(converter = StatusConverter.class)
    WorkItem.Status status;

    int attempt;
    int failures;
    String leaseOwner;
    Instant leaseUntil;
    Instant notBefore;
    Instant acceptedAt;
    Instant startedAt;
    Instant finishedAt;
    String reason;

    public WorkItem toRecord() {
        return new WorkItem(
                id,
                kind,
                affinity,
                payload,
                status,
                attempt,
                failures,
                Optional.ofNullable(leaseOwner),
                acceptedAt,
                Optional.ofNullable(startedAt),
                Optional.ofNullable(finishedAt),
                Optional.ofNullable(reason));
    }

    @Converter
    static class StatusConverter extends EnumConverter<WorkItem.Status> {
        StatusConverter() {
            super(WorkItem.Status.class);
        }
    }
}
