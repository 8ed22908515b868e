package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import io.tiltmeter.trainer.finetuning.RunState;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;

/** A {@link RunState} as columns. */
@Embeddable
record StoredRunState(
        @Convert(converter = RunStatusConverter.class) RunStatus status, int step, String reason) {
    static StoredRunState of(RunState state) {
        return new StoredRunState(state.status(), state.step(), state.reason());
    }

    RunState toState() {
        return RunState.of(status, step, reason);
    }

    @Converter
    static class RunStatusConverter extends EnumConverter<RunStatus> {
        RunStatusConverter() {
            super(RunStatus.class);
        }
    }
}
