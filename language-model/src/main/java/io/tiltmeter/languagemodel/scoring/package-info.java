/**
 * Scores of generated and chosen texts, as SQuAD and lm-evaluation-harness (commit 4e7e0d4) define them: pure functions of
 * the texts.
 */
package io.tiltmeter.languagemodel.scoring;
