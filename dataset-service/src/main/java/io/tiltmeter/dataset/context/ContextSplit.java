package io.tiltmeter.dataset.context;

/**
 * A row's context and what is asked about it.
 *
 * @param context never blank
 * @param question never blank; the turn without the context
 */
public record ContextSplit(String context, String question) {}
