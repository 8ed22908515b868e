package io.tiltmeter.servicekit.work;

import java.time.Duration;

/**
 * What a worker does once each time that it has had nothing to do for a while after an item, in the thread that does the items.
 *
 * @param after how long it has had nothing to do
 * @param task such as releasing memory; a failure is logged
 */
public record IdleTask(Duration after, Runnable task) {}
