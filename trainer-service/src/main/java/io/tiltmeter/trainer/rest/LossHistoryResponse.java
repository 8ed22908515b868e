package io.tiltmeter.trainer.rest;

import io.tiltmeter.trainer.finetuning.StepRecord;
import java.util.List;

/**
 * The loss history.
 *
 * @param losses in the order of their steps; those of the last second may be missing while the run trains
 */
public record LossHistoryResponse(String runId, List<StepRecord> losses) {}
