/**
 * Standard benchmarks as EleutherAI's lm-evaluation-harness defines them (v0.4, commit 4e7e0d4): prompts, few-shot examples,
 * requests, metrics, groups, and results in its JSON shape. The prompt strings, names and formulas are the harness's; what
 * differs says so where it does.
 */
package io.tiltmeter.evaluator.benchmark;
