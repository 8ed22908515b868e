/**
 * What a row's context is, what evaluators measure of it, and which class a row has by that (PAPER.md section 5). Filters,
 * mixtures and labelings stand on it.
 */
package io.tiltmeter.dataset.context;
