/**
 * What a row's context is, what evaluators measure of it, and which class a row has by that (PAPER.md section 5). Used by
 * filters, mixtures and labelings.
 */
package io.tiltmeter.dataset.context;
