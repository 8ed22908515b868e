package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.event.RunUpdated;
import java.util.List;

/**
 * Some runs, the newest first.
 *
 * @param total runs there are, of the status asked for
 */
public record RunListResponse(List<RunUpdated> runs, long total, int limit, int offset) {}
