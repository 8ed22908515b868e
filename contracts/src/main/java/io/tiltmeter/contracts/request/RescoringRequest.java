package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/rescorings}: stored responses are to be judged again, or by further scorers; no model is
 * needed.
 *
 * @param scorers the rules
 * @param runId evaluations of this run only
 * @param step at this step only
 * @param suiteId of this suite only
 * @param arm of this arm only
 * @param logprobThreshold for {@code logprob}, in nats a token; by default that of each evaluation
 */
public record RescoringRequest(
        List<String> scorers,
        Optional<String> runId,
        Optional<Integer> step,
        Optional<String> suiteId,
        Optional<String> arm,
        Optional<Double> logprobThreshold) {
    public RescoringRequest {
        scorers = List.copyOf(scorers);
    }
}
