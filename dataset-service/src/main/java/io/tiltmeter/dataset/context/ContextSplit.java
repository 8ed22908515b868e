package io.tiltmeter.dataset.context;

/**
 * A row's context and the question about it.
 *
 * @param context never blank
 * @param question never blank; the turn without the context
 */
public record ContextSplit(String context, String question) {}
