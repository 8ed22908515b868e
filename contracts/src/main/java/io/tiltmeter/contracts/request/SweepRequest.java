package io.tiltmeter.contracts.request;

import java.util.List;

/**
 * {@code POST /api/v1/mixtures/augmentation-sweep}: one mixture at several ratios of counterfactual augmentation.
 *
 * @param mixture with an id; its augmentation says what holds for all
 * @param ratios each in [0, 1]
 */
public record SweepRequest(MixtureRequest.Sources mixture, List<Double> ratios) {}
