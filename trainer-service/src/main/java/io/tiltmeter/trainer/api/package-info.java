/** The trainer's borders: REST, the news that comes in, and the worker that trains. */
package io.tiltmeter.trainer.api;
