package io.tiltmeter.contracts.request;

import java.util.List;

/**
 * {@code POST /api/v1/studies/{id}/seeds}: each condition of a study is trained with further seeds.
 *
 * @param seeds those that the study has change nothing
 */
public record StudySeedsRequest(List<Long> seeds) {
    public StudySeedsRequest {
        seeds = List.copyOf(seeds);
    }
}
