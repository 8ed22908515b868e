package io.tiltmeter.languagemodel.training;

/**
 * Numbers of one optimizer step.
 *
 * @param lossNats mean negative log-likelihood over all scored tokens of all micro-batches, before the step
 * @param gradientNorm global L2 norm over the trained parameters, before clipping
 * @param lossTokens tokens with loss
 * @param tokens tokens read, without padding
 */
public record StepResult(double lossNats, double gradientNorm, int lossTokens, int tokens) {}
