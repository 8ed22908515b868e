package io.tiltmeter.languagemodel.training;

/**
 * One optimizer step in numbers.
 *
 * @param lossNats mean negative log-likelihood over all scored tokens of all micro-batches, before the step
 * @param gradientNorm global L2 norm over the trained parameters, before clipping
 * @param lossTokens tokens that the loss was taken on
 * @param tokens tokens read, padding not counted
 */
public record StepResult(double lossNats, double gradientNorm, int lossTokens, int tokens) {}
