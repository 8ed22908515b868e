package io.tiltmeter.dataset.filter;

import java.util.List;
import java.util.Optional;

/**
 * What a filter measures, and how its histogram is cut.
 *
 * @param name with its unit, such as {@code loss_without_context_nats}
 * @param edges of the bins, ascending; a bin holds its lower edge, and one more lies at each end
 * @param cutOff where kept and removed rows part, if at one value
 */
record Measure(String name, List<Double> edges, Optional<Double> cutOff) {}
