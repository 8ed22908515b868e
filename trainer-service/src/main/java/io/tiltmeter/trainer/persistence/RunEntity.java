package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.generator.EventType;
import org.hibernate.type.SqlTypes;

/**
 * A row of the runs; see {@link StoredRun}. Updates write what has changed: config and inputs are long. They are made by
 * methods, since Hibernate does not see what other classes assign.
 */
@Entity(name = "Run")
@Table(name = "run")
@DynamicUpdate
public class RunEntity {
    @Id
    String id;

    /** Counts up in the order of acceptance. */
    @Column(insertable = false, updatable = false)
    long seq;

    /** The request with every default, as it is published. */
    String effectiveConfig;

    /** What it names, to be found by what becomes ready. */
    String mixture;

    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> suites;

    String baseRun;
    boolean adapter;
    String idempotencyKey;

    @Embedded
    StoredRunState state;

    long revision;

    @Convert(converter = RunInputsConverter.class)
    RunInputs inputs;

    Double lossNats;
    Double tokensPerSecond;
    Double etaSeconds;
    String stopEarly;

    /** By the database's clock, as the next. */
    @Column(insertable = false, updatable = false)
    @Generated
    Instant createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "clock_timestamp()")
    Instant updatedAt;

    /** A new run, which waits. */
    static RunEntity of(String id, RunRequest request, Optional<String> idempotencyKey) {
        RunSettings settings = request.settings();
        RunEntity run = new RunEntity();
        run.id = id;
        run.effectiveConfig = Json.write(request);
        run.mixture = settings.mixture();
        run.suites = settings.neededSuites();
        run.baseRun = StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint base ? base.runId() : null;
        run.adapter = request instanceof RunRequest.Lora;
        run.idempotencyKey = idempotencyKey.orElse(null);
        run.state = StoredRunState.of(new RunState.Waiting(0, ""));
        return run;
    }

    /** Its revision counts up, whatever was changed. */
    void store(RunState newState, RunProgress progress) {
        state = StoredRunState.of(newState);
        lossNats = progress.lossNats().orElse(null);
        tokensPerSecond = progress.tokensPerSecond().orElse(null);
        etaSeconds = progress.etaSeconds().orElse(null);
        revision++;
    }

    /** The first reason stays. */
    void stopEarly(String reason) {
        if (stopEarly == null) {
            stopEarly = reason;
        }
    }

    void fixInputs(RunInputs fixed) {
        inputs = fixed;
    }

    StoredRun toRecord() {
        return new StoredRun(
                id,
                effectiveConfig,
                state.toState(),
                revision,
                Optional.ofNullable(inputs),
                new RunProgress(
                        Optional.ofNullable(lossNats),
                        Optional.ofNullable(tokensPerSecond),
                        Optional.ofNullable(etaSeconds)),
                Optional.ofNullable(stopEarly),
                createdAt,
                updatedAt);
    }

    @Converter
    @Immutable
    static class RunInputsConverter extends JsonConverter<RunInputs> {
        RunInputsConverter() {
            super(RunInputs.class);
        }
    }
}
