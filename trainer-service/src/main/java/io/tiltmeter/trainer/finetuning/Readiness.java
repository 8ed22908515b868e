package io.tiltmeter.trainer.finetuning;

import java.util.List;
import java.util.stream.Collectors;

/** Whether everything that a run names is ready. */
public sealed interface Readiness {
    /** Everything is ready. */
    record Ready() implements Readiness {}

    /** @param reason what it waits for */
    record Pending(String reason) implements Readiness {}

    /** @param reason what will not be ready unless a user acts */
    record Broken(String reason) implements Readiness {}

    /** One broken input breaks the run; one that is pending makes it wait. */
    static Readiness of(List<InputStatus> inputs) {
        String broken = sentences(inputs, InputStatus.State.BROKEN);
        if (!broken.isEmpty()) {
            return new Broken("cannot start without " + broken);
        }
        String pending = sentences(inputs, InputStatus.State.PENDING);
        return pending.isEmpty() ? new Ready() : new Pending("waits for " + pending);
    }

    private static String sentences(List<InputStatus> inputs, InputStatus.State state) {
        return inputs.stream()
                .filter(input -> input.state() == state)
                .map(InputStatus::sentence)
                .collect(Collectors.joining(", "));
    }
}
