package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Where a run stands, as {@code GET /api/v1/runs/{id}} of the trainer-service tells it.
 *
 * @param totalSteps optimizer steps planned; 0 while unknown
 * @param checkpoints how many will be saved; 0 while unknown
 * @param tokensPerSecond empty while it does not train
 * @param etaSeconds until the last step; empty while unknown
 * @param reason why it waits or failed
 */
record RunStanding(
        String id,
        Status status,
        int step,
        int totalSteps,
        int checkpoints,
        OptionalDouble tokensPerSecond,
        OptionalDouble etaSeconds,
        String reason) {
    enum Status {
        WAITING,
        QUEUED,
        TRAINING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    static RunStanding of(JsonNode run) {
        return new RunStanding(
                run.path("run_id").asText(),
                Status.valueOf(run.path("status").asText().toUpperCase(Locale.ROOT)),
                run.path("step").asInt(),
                run.path("total_steps").asInt(),
                run.path("planned_checkpoints").size(),
                number(run.path("tokens_per_second")),
                number(run.path("eta_seconds")),
                run.path("reason").asText(""));
    }

    boolean isLost() {
        return status == Status.FAILED || status == Status.CANCELLED;
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }
}
