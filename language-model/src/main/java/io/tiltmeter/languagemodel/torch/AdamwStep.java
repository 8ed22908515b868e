package io.tiltmeter.languagemodel.torch;

/**
 * Hyperparameters of one AdamW step.
 *
 * @param rate learning rate
 * @param decay decoupled weight decay, multiplied by the rate
 */
public record AdamwStep(double rate, double beta1, double beta2, double decay, double epsilon) {}
