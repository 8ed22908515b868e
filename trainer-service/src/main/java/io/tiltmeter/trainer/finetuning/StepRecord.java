package io.tiltmeter.trainer.finetuning;

/**
 * One optimizer step, as it is remembered.
 *
 * @param step from 1
 * @param lossNats mean over the step's scored tokens, before the step
 * @param learningRate of this step
 * @param gradientNorm before clipping
 * @param tokens tokens read, padding not counted
 */
public record StepRecord(int step, double lossNats, double learningRate, double gradientNorm, int tokens) {}
