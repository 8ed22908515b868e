/**
 * Counterfactual augmentation: an entity that a row's context and answer name is replaced by another throughout, so
 * that only the context can give the answer (Goyal et al., section 5; PAPER.md, figures 5a and 5b). Pure functions of
 * rows, settings and a seed.
 */
package io.tiltmeter.dataset.augmentation;
