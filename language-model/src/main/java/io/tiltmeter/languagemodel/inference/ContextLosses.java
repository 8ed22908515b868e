package io.tiltmeter.languagemodel.inference;

/**
 * Mean loss of one target with its context and without.
 *
 * @param withContextNats nats per response token, at least 0
 * @param withoutContextNats the same; the larger it is than the other, the more the target depends on the context
 */
public record ContextLosses(double withContextNats, double withoutContextNats) {}
