package io.tiltmeter.languagemodel.inference;

/**
 * Mean loss of one target with its context before it and without.
 *
 * @param withContextNats nats per response token, at least 0
 * @param withoutContextNats the same; the larger it is beside the other, the more the target rests on the context
 */
public record ContextLosses(double withContextNats, double withoutContextNats) {}
