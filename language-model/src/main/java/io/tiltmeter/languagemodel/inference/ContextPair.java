package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.text.EncodedExample;

/**
 * One target in token ids, with its context and without.
 *
 * @param withContext prompt with the context, and the target labelled
 * @param withoutContext prompt without it, and the same target
 */
public record ContextPair(EncodedExample withContext, EncodedExample withoutContext) {}
