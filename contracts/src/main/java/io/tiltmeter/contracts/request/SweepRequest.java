package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /api/v1/mixtures/augmentation-sweep}: one mixture at several ratios of counterfactual augmentation.
 *
 * @param mixture as a {@link MixtureRequest} from sources, with an id; its augmentation says what holds for all
 * @param ratios each in [0, 1]; by default the paper's 0, 0.01, 0.02, 0.05 and 0.1
 */
public record SweepRequest(Map<String, Object> mixture, Optional<List<Double>> ratios) {}
