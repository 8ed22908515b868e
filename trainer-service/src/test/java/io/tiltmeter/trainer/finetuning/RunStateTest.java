package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.trainer.finetuning.InputStatus.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final InputStatus READY = new InputStatus("suite s", State.READY, "");
    private static final InputStatus PENDING = new InputStatus("mixture m", State.PENDING, "being built");
    private static final InputStatus BROKEN = new InputStatus("run base", State.BROKEN, "cancelled");

    private final RunState.Waiting waiting = new RunState.Waiting(0, "");

    @Test
    void aRunWaitsWhileAnInputIsPending() {
        RunState state = waiting.settle(Readiness.of(List.of(READY, PENDING)));
        assertEquals(new RunState.Waiting(0, "waits for mixture m (being built)"), state);
    }

    @Test
    void aRunIsQueuedWhenEverythingIsThere() {
        assertEquals(new RunState.Queued(0), waiting.settle(Readiness.of(List.of(READY))));
    }

    @Test
    void oneBrokenInputFailsTheRunWhateverElseIsPending() {
        assertEquals(
                new RunState.Failed(0, "cannot start without run base (cancelled)"),
                waiting.settle(Readiness.of(List.of(READY, PENDING, BROKEN))));
    }

    @Test
    void aStoredStateIsReadBackAsItWas() {
        for (RunStatus status : RunStatus.values()) {
            RunState state = RunState.of(status, 5, "because");
            assertEquals(status, state.status());
            assertEquals(5, state.step());
            assertEquals(state, RunState.of(state.status(), state.step(), state.reason()));
        }
    }

    @Test
    void aFailedRunThatIsDrivenAgainLooksAtItsInputsAnew() {
        RunState.Failed failed = new RunState.Training(12).fail("disk full");
        assertInstanceOf(RunState.Queued.class, failed.retry().settle(new Readiness.Ready()));
        assertEquals(12, failed.retry().step());
    }
}
